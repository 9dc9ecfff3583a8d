-- The partners with an employee that was ever given access to any of the clients $1.
SELECT DISTINCT employee.partner_id
FROM access
JOIN employee ON employee.id = access.employee_id
WHERE access.client_id = ANY ($1::bigint[])
