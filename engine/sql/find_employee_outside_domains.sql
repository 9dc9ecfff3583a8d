-- The employees on the day $1 whose address is in none of their partner's domains, with how many clients they have access to.
WITH outside AS MATERIALIZED (
    SELECT e.id, e.partner_id, e.email_domain
    FROM employee e
    JOIN partner p ON p.id = e.partner_id
    WHERE (e.left_on IS NULL OR e.left_on > $1::date) AND e.email_domain <> ALL (p.domain_keys)
)
SELECT accessible.clients AS size, partner_id, NULL::bigint AS client_id, outside.id AS employee_id, NULL::date AS period,
       email_domain AS detail
FROM outside
CROSS JOIN LATERAL (
    SELECT count(DISTINCT a.client_id) AS clients
    FROM access a
    WHERE a.employee_id = outside.id AND a.granted_on <= $1::date AND (a.revoked_on IS NULL OR a.revoked_on > $1::date)
) AS accessible
