-- The clients to which any of the partners $1 has sold something, or an employee of one was ever given access to.
SELECT id AS client_id FROM client WHERE sold_by_id = ANY ($1::bigint[])
UNION
SELECT client_id FROM sale WHERE partner_id = ANY ($1::bigint[])
UNION
SELECT access.client_id
FROM access
JOIN employee ON employee.id = access.employee_id
WHERE employee.partner_id = ANY ($1::bigint[])
