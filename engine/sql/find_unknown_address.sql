-- The addresses in a partner's domain that no employee has, and that were active from $2 to $1: with in how many clients. At
-- a domain of $3 anybody may have one. What loads have brought and no run has taken in yet is left out. IS TRUE keeps the
-- addresses, of which there may be many, in a hash.
WITH unknown AS MATERIALIZED (
    SELECT own.partner_id, a.id AS actor_id, a.address
    FROM actor a
    JOIN (SELECT DISTINCT id AS partner_id, unnest(domain_keys) AS domain FROM partner) AS own
        ON own.domain = split_part(a.address, '@', -1)
    WHERE NOT EXISTS (SELECT FROM employee e WHERE e.actor_id = a.id)
      AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS free (domain) WHERE free.domain = own.domain)
)
SELECT active.clients AS size, unknown.partner_id, NULL::bigint AS client_id, NULL::bigint AS employee_id,
       NULL::date AS period, unknown.address AS detail
FROM unknown
JOIN (
    SELECT actor_id, count(DISTINCT client_id) AS clients
    FROM daily_activity
    WHERE day BETWEEN $2::date AND $1::date AND (actor_id IN (SELECT actor_id FROM unknown)) IS TRUE
    GROUP BY actor_id
) AS active USING (actor_id)
