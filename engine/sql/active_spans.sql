-- The spans of days on which employees of the partner $6 were active in clients' accounts, from $2 (and $3, the same) to
-- $1: a span ends where the next active day comes more than $4 days and one later. $5 says whether a login is activity.
-- What is put in says where daily activity is read, and narrows it down to clients by `client_id`.
WITH active AS (
    SELECT DISTINCT client_id, employee.id AS employee_id, day
    FROM {activity}
    JOIN employee USING (actor_id)
    WHERE day BETWEEN $2 AND $1 AND ($5 OR events > logins) AND employee.partner_id = $6 {of_clients}
),
begun AS (
    SELECT client_id, employee_id, day,
           day - lag(day) OVER (PARTITION BY client_id, employee_id ORDER BY day) > $4::int + 1 AS begins
    FROM active
),
numbered AS (
    SELECT client_id, employee_id, day,
           count(*) FILTER (WHERE begins) OVER (PARTITION BY client_id, employee_id ORDER BY day) AS number
    FROM begun
)
SELECT client_id, employee_id, min(day) AS first_on, max(day) AS last_on
FROM numbered
GROUP BY client_id, employee_id, number
ORDER BY client_id, employee_id, number
