-- The partners whose standings in program $3 as of $2 may differ from those as of $1: those of the clients in
-- {touched_client}, before and now, and those of which something else was loaded, which {stale_partner} says, or has begun
-- or ended: a certification, a credential of one of the names $7 of an employee, or, as in touched_clients, a measure.
SELECT partner_id FROM client_credit WHERE program = $3 AND client_id IN (SELECT client_id FROM {touched_client})
UNION
SELECT sold_by_id FROM client WHERE id IN (SELECT client_id FROM {touched_client}) AND sold_by_id IS NOT NULL
UNION
SELECT partner_id FROM sale WHERE client_id IN (SELECT client_id FROM {touched_client})
UNION
SELECT employee.partner_id FROM access JOIN employee ON employee.id = access.employee_id
WHERE access.client_id IN (SELECT client_id FROM {touched_client})
UNION
SELECT partner_id FROM {stale_partner}
UNION
SELECT partner_id
FROM measure
JOIN unnest($4::text[], $5::date[], $6::date[]) AS turned (name, after, until) USING (name)
WHERE "on" > after AND "on" <= until AND partner_id IS NOT NULL
UNION
SELECT partner_id
FROM credential
JOIN employee ON employee.id = employee_id
WHERE credential.name = ANY ($7)
  AND (valid_from > $1 AND valid_from <= $2 OR valid_until >= $1 AND valid_until < $2 OR left_on > $1 AND left_on <= $2)
UNION
SELECT partner_id FROM certification WHERE valid_from > $1 AND valid_from <= $2 OR valid_until >= $1 AND valid_until < $2
UNION
SELECT id FROM partner WHERE joined_on > $1 AND joined_on <= $2
