-- Makes the kept findings of a kind equal to what there is at this moment. Those that stay keep the moment at which they were
-- first found. Gives how many there are. How many of them that is, is not known when it is planned: NOT IN hashes them, where a
-- join may compare each with each.
WITH each (size, partner_id, client_id, employee_id, period, detail) AS MATERIALIZED (
{kind}
),
found AS MATERIALIZED (
    SELECT each.*, md5(json_build_array(p.external_id, c.external_id, e.external_id, period, detail)::text) AS about
    FROM each
    LEFT JOIN partner p ON p.id = each.partner_id
    LEFT JOIN client c ON c.id = each.client_id
    LEFT JOIN employee e ON e.id = each.employee_id
),
gone AS (
    DELETE FROM finding
    WHERE finding.kind = {name}::text AND finding.about NOT IN (SELECT about FROM found)
),
kept AS (
    INSERT INTO finding (kind, severity, about, size, partner_id, client_id, employee_id, period, detail, found_at)
    SELECT {name}::text, {severity}::text, about, size, partner_id, client_id, employee_id, period, detail, clock_timestamp()
    FROM found
    ON CONFLICT (kind, about) DO UPDATE SET size = excluded.size, severity = excluded.severity
    WHERE (finding.size, finding.severity) <> (excluded.size, excluded.severity)
)
SELECT count(*) FROM found
