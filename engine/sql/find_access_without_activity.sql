-- The employees that have had access to a client since $2 or longer on the day $1, and were never active there, with since how
-- many days; as far back as activity is kept.
SELECT $1::date - min(a.granted_on) AS size, e.partner_id, a.client_id, a.employee_id, NULL::date AS period, NULL::text AS detail
FROM access a
JOIN employee e ON e.id = a.employee_id
WHERE a.granted_on < $2::date
  AND (a.revoked_on IS NULL OR a.revoked_on > $1::date)
  AND (e.left_on IS NULL OR e.left_on > $1::date)
  AND NOT EXISTS (SELECT FROM daily_activity d WHERE d.client_id = a.client_id AND d.actor_id = e.actor_id)
GROUP BY e.partner_id, a.client_id, a.employee_id
