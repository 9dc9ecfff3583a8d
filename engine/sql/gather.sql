-- What the rules need to know as of $1: one row per partner, client and access, by partner.
-- A client without access has one row with null access columns, a partner without clients one with a null client. An
-- access ends with its revocation or when its employee leaves, whichever is earlier.
-- $2 and $3 are the first days of the activity and usage windows, $4 says whether logins matter,
-- $5 has the bits of the counted apps, $6 and $7 are period and revision of the report in force, $8 says whether
-- certifications matter. Where the usage window
-- without its first few days shows the use of as many apps, none drops out for so many days: between as many as the number
-- in the column's name and twice that, a different number for each client, so that they do not all end on the same day.
-- What is put in says where daily activity is read, and narrows it down, to clients by `client_id` and to partners `p`.
WITH recent AS (
    SELECT client_id, actor_id,
           max(day) FILTER (WHERE day >= $2 AND $4 AND logins > 0) AS last_login_on,
           max(day) FILTER (WHERE day >= $2 AND events > logins) AS last_use_on,
           bit_or(apps) FILTER (WHERE day >= $3) & $5 AS apps,
           bit_or(apps) FILTER (WHERE day >= $3 + 2 + (client_id & 1)::int) & $5 AS apps_2,
           bit_or(apps) FILTER (WHERE day >= $3 + 4 + (client_id & 3)::int) & $5 AS apps_4,
           bit_or(apps) FILTER (WHERE day >= $3 + 8 + (client_id & 7)::int) & $5 AS apps_8,
           bit_or(apps) FILTER (WHERE day >= $3 + 16 + (client_id & 15)::int) & $5 AS apps_16,
           bit_or(apps) FILTER (WHERE day >= $3 + 32 + (client_id & 31)::int) & $5 AS apps_32,
           bit_or(apps) FILTER (WHERE day >= $3 + 64 + (client_id & 63)::int) & $5 AS apps_64
    FROM {activity}
    WHERE day BETWEEN least($2, $3) AND $1 {of_clients}
    GROUP BY client_id, actor_id
),
app_usage AS (
    SELECT client_id, bit_or(apps) AS apps,
           CASE coalesce(bit_or(apps), 0)
               WHEN 0 THEN NULL
               WHEN bit_or(apps_64) THEN $1 + 64 + (client_id & 63)::int
               WHEN bit_or(apps_32) THEN $1 + 32 + (client_id & 31)::int
               WHEN bit_or(apps_16) THEN $1 + 16 + (client_id & 15)::int
               WHEN bit_or(apps_8) THEN $1 + 8 + (client_id & 7)::int
               WHEN bit_or(apps_4) THEN $1 + 4 + (client_id & 3)::int
               WHEN bit_or(apps_2) THEN $1 + 2 + (client_id & 1)::int
               ELSE $1
           END AS usage_until
    FROM recent
    GROUP BY client_id
),
granted AS (
    SELECT e.partner_id, a.client_id, a.employee_id, a.granted_on, least(a.revoked_on, e.left_on) AS ends_on,
           e.email_domain = ANY (p.domain_keys) AS domain_matches, r.last_login_on, r.last_use_on
    FROM (SELECT * FROM access WHERE granted_on <= $1 {of_clients}) AS a
    JOIN employee e ON e.id = a.employee_id
    JOIN partner p ON p.id = e.partner_id
    LEFT JOIN recent r ON r.client_id = a.client_id AND r.actor_id = e.actor_id
),
sold AS (
    SELECT sold_by_id AS partner_id, client_id, sold_on
    FROM (SELECT id AS client_id, sold_by_id, sold_on FROM client) AS client
    WHERE sold_on <= $1 {of_clients}
),
link AS (
    SELECT partner_id, client_id, c.registered_on, sold.sold_on,
           granted.employee_id, granted.granted_on, granted.ends_on, granted.domain_matches, granted.last_login_on,
           granted.last_use_on
    FROM sold
    FULL JOIN granted USING (partner_id, client_id)
    JOIN client c ON c.id = client_id
    WHERE c.registered_on <= $1
)
SELECT p.id AS partner, p.external_id AS partner_external_id,
       certified.valid_from AS certified_from, certified.valid_until AS certified_until,
       link.client_id AS client, link.registered_on, link.sold_on, (line.amount * 100)::bigint AS reported,
       coalesce(app_usage.apps, 0) AS apps, app_usage.usage_until,
       link.employee_id AS employee, link.granted_on, link.ends_on, link.domain_matches, link.last_login_on,
       link.last_use_on
FROM partner p
LEFT JOIN certification certified
    ON certified.partner_id = p.id AND $8 AND $1 BETWEEN certified.valid_from AND certified.valid_until
LEFT JOIN link ON link.partner_id = p.id
LEFT JOIN (
    SELECT client_id, sum(amount) AS amount FROM mrr_line WHERE period = $6 AND revision = $7 {of_clients} GROUP BY client_id
) AS line ON line.client_id = link.client_id
LEFT JOIN app_usage ON app_usage.client_id = link.client_id
WHERE p.joined_on <= $1 {of_partners}
ORDER BY partner, client, employee, granted_on
