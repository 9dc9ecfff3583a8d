-- The partners' domains that are among $2, with how many employees have an address there on the day $1.
SELECT count(employee.id) AS size, own.partner_id, NULL::bigint AS client_id, NULL::bigint AS employee_id,
       NULL::date AS period, own.domain AS detail
FROM (SELECT DISTINCT id AS partner_id, unnest(domain_keys) AS domain FROM partner) AS own
JOIN unnest($2::text[]) AS free (domain) USING (domain)
LEFT JOIN employee ON employee.partner_id = own.partner_id AND employee.email_domain = own.domain
    AND (employee.left_on IS NULL OR employee.left_on > $1::date)
GROUP BY own.partner_id, own.domain
