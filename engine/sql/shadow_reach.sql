-- What facts about the partner $1 can make count for it: the clients under it, those that are named ($2), and those that
-- named employees ($3), whom facts may make its own, have had access to.
SELECT id AS client_id FROM client WHERE sold_by_id = $1
UNION
SELECT client_id FROM sale WHERE partner_id = $1
UNION
SELECT access.client_id
FROM access
WHERE employee_id IN (SELECT id FROM employee WHERE partner_id = $1 UNION ALL SELECT unnest($3::bigint[]))
UNION
SELECT unnest($2::bigint[])
