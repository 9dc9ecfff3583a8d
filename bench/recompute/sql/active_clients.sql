-- Three events on day $1, at $2, of each of $3 of the $4 clients of bench/sql/portfolio.sql: by somebody of its own, whose
-- actor comes after the $5 employees', and by an employee who has access. $6 are the apps.
WITH active AS (
    SELECT 1 + (n * 7919 + ($1 - date '2018-01-01') * 104729) % $4::bigint AS client_id
    FROM generate_series(1, $3::bigint) AS n
),
added AS (
    INSERT INTO activity_event (external_id, client_id, actor_id, kind, app, at, day)
    SELECT format('%s %s %s', $1, client_id, k), client_id,
        CASE WHEN k = 3 THEN coalesce(
            (SELECT actor_id FROM access JOIN employee ON employee.id = employee_id WHERE access.client_id = active.client_id LIMIT 1),
            $5::bigint + client_id
        ) ELSE $5::bigint + client_id END,
        CASE k WHEN 1 THEN 'LOGIN' ELSE 'USE' END,
        CASE k WHEN 1 THEN NULL ELSE ($6::text[])[1 + (client_id + k * 3) % cardinality($6::text[])] END,
        $2, $1
    FROM active CROSS JOIN generate_series(1, 3) AS k
)
INSERT INTO stale_day (client_id, day) SELECT client_id, $1 FROM active
