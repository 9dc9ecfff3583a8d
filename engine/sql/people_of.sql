-- The credentials $2 that employees of the partner $1 have held, hold, or will hold: one row for each, with the employee and
-- the day from which on none of its credentials counts.
SELECT e.id AS employee, e.left_on, c.name, c.valid_from, c.valid_until
FROM employee e
JOIN credential c ON c.employee_id = e.id
WHERE e.partner_id = $1 AND c.name = ANY ($2)
ORDER BY e.id, c.name, c.valid_from
