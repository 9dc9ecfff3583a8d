-- The spans of days on which employees of the partner $6 were active in clients' accounts, from $2 (and $3, the same) to
-- $1: a span ends where the next active day comes more than $4 days and one later. $5 says whether a login is activity.
-- An address may be somebody else's later on: none of its days is the employee's from the day on which all of the accesses
-- that the employee has had there have ended.
-- What is put in says where daily activity is read, and narrows it down to clients by `client_id`.
WITH active AS (
    SELECT seen.client_id, employee.id AS employee_id, day, lag(day) OVER each AS day_before, lead(day) OVER each AS day_after
    FROM (SELECT * FROM {activity} WHERE day BETWEEN $2 AND $1 AND ($5 OR events > logins) {of_clients}) AS seen
    JOIN employee USING (actor_id)
    WHERE employee.partner_id = $6 AND EXISTS (
        SELECT
        FROM access
        WHERE access.client_id = seen.client_id AND employee_id = employee.id AND granted_on <= $1
          AND day < coalesce(least(revoked_on, left_on), 'infinity')
    )
    WINDOW each AS (PARTITION BY seen.client_id, employee.id ORDER BY day)
),
bound AS (
    SELECT client_id, employee_id, day,
           day_before IS NULL OR day - day_before > $4::int + 1 AS is_first,
           day_after IS NULL OR day_after - day > $4::int + 1 AS is_last
    FROM active
)
SELECT client_id, employee_id, day AS first_on,
       CASE WHEN is_last THEN day ELSE last_on END AS last_on
FROM (
    SELECT *, lead(day) OVER (PARTITION BY client_id, employee_id ORDER BY day) AS last_on
    FROM bound
    WHERE is_first OR is_last
) AS ends
WHERE is_first
ORDER BY client_id, employee_id, first_on
