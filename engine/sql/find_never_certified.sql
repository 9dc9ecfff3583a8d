-- The partners that had joined by the day $1 and have no certification, with how many clients appear under them by the program
-- $2 on its newest computed day.
SELECT (SELECT count(*) FROM client_credit k WHERE k.partner_id = p.id AND k.program = $2::text) AS size,
       p.id AS partner_id, NULL::bigint AS client_id, NULL::bigint AS employee_id, NULL::date AS period, NULL::text AS detail
FROM partner p
WHERE p.joined_on <= $1::date AND NOT EXISTS (SELECT FROM certification c WHERE c.partner_id = p.id)
