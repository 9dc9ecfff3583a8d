-- The last line of each access wins.
WITH written AS (
    INSERT INTO access AS kept (client_id, employee_id, granted_on, revoked_on)
    SELECT DISTINCT ON (client.id, employee.id, staged.granted_on)
        client.id, employee.id, staged.granted_on, staged.revoked_on
    FROM intake_access AS staged
    JOIN client ON client.external_id = staged.client
    JOIN employee ON employee.external_id = staged.employee
    ORDER BY client.id, employee.id, staged.granted_on, staged.number DESC
    ON CONFLICT (client_id, employee_id, granted_on) DO UPDATE SET revoked_on = excluded.revoked_on
    WHERE kept.revoked_on IS DISTINCT FROM excluded.revoked_on
    RETURNING client_id
)
INSERT INTO stale_client (client_id) SELECT client_id FROM written
