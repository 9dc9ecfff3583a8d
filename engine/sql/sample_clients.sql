-- Everything of the run's sample of partners is touched, and what partners share with others as well.
CREATE UNLOGGED TABLE touched_client_{run} AS
SELECT client_id FROM client_credit WHERE partner_id IN (SELECT partner_id FROM sampled_partner_{run})
UNION
SELECT id FROM client WHERE sold_by_id IN (SELECT partner_id FROM sampled_partner_{run})
UNION
SELECT access.client_id
FROM access
JOIN employee ON employee.id = access.employee_id
WHERE employee.partner_id IN (SELECT partner_id FROM sampled_partner_{run});
CREATE UNIQUE INDEX ON touched_client_{run} (client_id);
CREATE UNLOGGED TABLE touched_partner_{run} AS
SELECT partner_id FROM sampled_partner_{run}
UNION
SELECT employee.partner_id
FROM access
JOIN employee ON employee.id = access.employee_id
WHERE access.client_id IN (SELECT client_id FROM touched_client_{run});
ANALYZE touched_client_{run};
ANALYZE touched_partner_{run}
