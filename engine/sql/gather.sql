-- What the rules need to know as of $1: one row per partner, client and access, by partner; `more` is what only some
-- editions need, and some clients have, as JSON (engine/further.py reads it). engine/gather.py says in which order.
-- A client without access has one row with null access columns, a partner without clients one with a null client; where
-- the edition looks at facts of partners themselves, each has such a row, and these are its `more`. An access ends with
-- its revocation or when its employee leaves, whichever is earlier. Amounts are hundredths of their currency's unit.
-- $2 and $3 are the first days of all activity and usage windows, $4 says whether logins matter,
-- $5 and $6 have the first day of each usage window, shortest first, and the bits of the apps that are counted in it,
-- $7 and $8 are period and revision of the report in force, $9 says whether certifications matter, $10 whether clients
-- do, $11 and $12 whether the countries of partners and of clients do. $13 is the program's currency. $14 are the names of
-- credentials, $15 those of partners' measures, each with the day in $16 from which on all of its values count, and the
-- newest one before it, $17 and $18 the same of clients'.
-- What is put in says where daily activity is read, what is asked of each usage window (engine/usage.py), and narrows it
-- down, to clients by `client_id` and to partners `p`.
-- Where it does, what is joined by client is made once: the planner takes a partner for one with a single client.
WITH recent AS (
    SELECT client_id, actor_id,
           max(day) FILTER (WHERE day >= $2 AND $4 AND logins > 0) AS last_login_on,
           max(day) FILTER (WHERE day >= $2 AND events > logins) AS last_use_on{of_events}
    FROM {activity}
    WHERE day BETWEEN least($2, $3) AND $1 {of_clients}
    GROUP BY client_id, actor_id
),
app_usage AS {once} (
    SELECT client_id, {of_client}
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
-- Sales of product lines by anyone: those of others take a line out of a sale of everything.
line_sale AS (
    SELECT s.client_id, s.partner_id, jsonb_build_array(s.line, s.kind, s.sold_on, s.ended_on, seller.external_id) AS sale
    FROM (SELECT * FROM sale WHERE sold_on <= $1 {of_clients}) AS s
    JOIN partner seller ON seller.id = s.partner_id
),
sold AS (
    SELECT sold_by_id AS partner_id, client_id, sold_on
    FROM (SELECT id AS client_id, sold_by_id, sold_on FROM client) AS client
    WHERE sold_on <= $1 {of_clients}
    UNION ALL
    SELECT s.partner_id, s.client_id, NULL
    FROM line_sale s
    JOIN client c ON c.id = s.client_id
    WHERE (c.sold_by_id = s.partner_id AND c.sold_on <= $1) IS NOT TRUE
    GROUP BY s.partner_id, s.client_id
),
link AS (
    SELECT partner_id, client_id, c.registered_on, c.country, sold.sold_on,
           granted.employee_id, granted.granted_on, granted.ends_on, granted.domain_matches, granted.last_login_on,
           granted.last_use_on
    FROM sold
    FULL JOIN granted USING (partner_id, client_id)
    JOIN client c ON c.id = client_id
    WHERE c.registered_on <= $1 AND $10
    UNION ALL
    SELECT id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM partner p
    WHERE ($11 OR $14::text[] <> '{{}}' OR $15::text[] <> '{{}}') {of_partners}
),
line AS {once} (
    SELECT client_id, (amount * 100)::bigint AS reported, nullif(currency, $13) AS currency
    FROM mrr_line
    WHERE period = $7 AND revision = $8 AND line IS NULL AND $10 {of_clients}
),
by_line AS {once} (
    SELECT client_id, jsonb_object_agg(line, jsonb_build_array((amount * 100)::bigint, currency)) AS lines
    FROM mrr_line
    WHERE period = $7 AND revision = $8 AND line IS NOT NULL AND $10 {of_clients}
    GROUP BY client_id
),
client_sale AS {once} (
    SELECT client_id, jsonb_agg(sale ORDER BY sale) AS sales FROM line_sale GROUP BY client_id
),
measured AS (
    SELECT partner_id, client_id, jsonb_agg(
               jsonb_build_array(name, "on", trim_scale(value)::text, currency) ORDER BY name, "on"
           ) AS measures
    FROM (
        SELECT *, max("on") FILTER (WHERE "on" < since) OVER (PARTITION BY partner_id, client_id, name) AS newest_before
        FROM (
            SELECT measure.*, since
            FROM measure
            JOIN unnest($15::text[], $16::date[]) AS wanted (name, since) USING (name)
            JOIN partner p ON p.id = partner_id
            WHERE "on" <= $1 AND partner_id IS NOT NULL AND measure.name = ANY ($15) AND $15::text[] <> '{{}}' {of_partners}
            UNION ALL
            SELECT measure.*, since
            FROM measure
            JOIN unnest($17::text[], $18::date[]) AS wanted (name, since) USING (name)
            WHERE "on" <= $1 AND partner_id IS NULL AND measure.name = ANY ($17) AND $17::text[] <> '{{}}' {of_clients}
        ) AS known
    ) AS counted
    WHERE "on" >= coalesce(newest_before, since)
    GROUP BY partner_id, client_id
),
held AS (
    SELECT partner_id, jsonb_agg(credentials ORDER BY credentials) AS people
    FROM (
        SELECT e.partner_id,
               jsonb_agg(jsonb_build_array(c.name, c.valid_from, c.valid_until) ORDER BY c.name, c.valid_from)
                   AS credentials
        FROM credential c
        JOIN employee e ON e.id = c.employee_id
        JOIN partner p ON p.id = e.partner_id
        WHERE $14::text[] <> '{{}}' AND c.name = ANY ($14) AND c.valid_from <= $1
          AND (c.valid_until >= $1) IS NOT FALSE AND (e.left_on > $1) IS NOT FALSE {of_partners}
        GROUP BY e.id, e.partner_id
    ) AS of_one
    GROUP BY partner_id
),
linked AS {once} (
    SELECT link.*, line.reported, app_usage.apps, app_usage.usage_until,
           CASE
               WHEN line.currency IS NOT NULL OR by_line.lines IS NOT NULL OR client_sale.sales IS NOT NULL
                   OR of_client.measures IS NOT NULL OR $12 AND link.country IS NOT NULL OR app_usage.further_apps IS NOT NULL
                   THEN jsonb_build_array(line.currency, by_line.lines, client_sale.sales, of_client.measures,
                                          CASE WHEN $12 THEN link.country END, to_jsonb(app_usage.further_apps))::text
           END AS more
    FROM link
    LEFT JOIN line ON line.client_id = link.client_id
    LEFT JOIN by_line ON by_line.client_id = link.client_id
    LEFT JOIN app_usage ON app_usage.client_id = link.client_id
    LEFT JOIN client_sale ON client_sale.client_id = link.client_id
    LEFT JOIN measured of_client ON of_client.client_id = link.client_id
)
SELECT p.id AS partner, p.external_id AS partner_external_id,
       certified.valid_from AS certified_from, certified.valid_until AS certified_until,
       linked.client_id AS client, linked.registered_on, linked.sold_on, linked.reported, coalesce(linked.apps, 0) AS apps,
       linked.usage_until, linked.employee_id AS employee, linked.granted_on, linked.ends_on, linked.domain_matches,
       linked.last_login_on, linked.last_use_on,
       CASE
           WHEN linked.client_id IS NOT NULL THEN linked.more
           WHEN $11 OR held.people IS NOT NULL OR of_partner.measures IS NOT NULL THEN
               jsonb_build_array(CASE WHEN $11 THEN p.country END, held.people, of_partner.measures)::text
       END AS more
FROM partner p
LEFT JOIN certification certified
    ON certified.partner_id = p.id AND $9 AND $1 BETWEEN certified.valid_from AND certified.valid_until
LEFT JOIN measured of_partner ON of_partner.partner_id = p.id
LEFT JOIN held ON held.partner_id = p.id
LEFT JOIN linked ON linked.partner_id = p.id
WHERE p.joined_on <= $1 {of_partners}
ORDER BY partner, client, employee, granted_on
