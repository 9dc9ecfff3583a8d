-- The clients whose credits as of $2 may differ from those as of $1, the newest computed day of program $3: something was
-- loaded about them, which {stale_client} and {stale_partner} say, something about them lies on a day since, or their
-- credits are valid only until a day before {expires_by}; or of whom there are measures of one of the names $4 on a day
-- after the one in $5 and up to the one in $6. None where {clients}, or activity by {activity}, makes no difference. Credits
-- of which something is not kept, which {lacking} says, are looked at, too.
WITH whole AS (
    SELECT partner_id AS id FROM {stale_partner} WHERE with_clients
    UNION
    SELECT id FROM partner WHERE joined_on > $1 AND joined_on <= $2
)
SELECT client_id
FROM (
    SELECT client_id FROM {stale_client}
    UNION
    SELECT client_id
    FROM client_credit
    WHERE program = $3 AND (valid_until IS NULL OR valid_until < {expires_by} OR {lacking})
    UNION
    SELECT client_id FROM daily_activity WHERE day > $1 AND day <= $2 AND {activity}
    UNION
    SELECT client_id FROM access WHERE granted_on > $1 AND granted_on <= $2
    UNION
    SELECT id FROM client WHERE sold_on > $1 AND sold_on <= $2
    UNION
    SELECT client_id FROM sale WHERE sold_on > $1 AND sold_on <= $2 OR ended_on > $1 AND ended_on <= $2
    UNION
    SELECT id FROM client WHERE registered_on > $1 AND registered_on <= $2
    UNION
    SELECT client_id
    FROM measure
    JOIN unnest($4::text[], $5::date[], $6::date[]) AS turned (name, after, until) USING (name)
    WHERE "on" > after AND "on" <= until AND client_id IS NOT NULL
    UNION
    SELECT client.id FROM client JOIN whole ON whole.id = client.sold_by_id
    UNION
    SELECT client_id FROM sale JOIN whole ON whole.id = partner_id
    UNION
    SELECT access.client_id FROM access JOIN employee ON employee.id = access.employee_id JOIN whole ON whole.id = partner_id
    UNION
    SELECT client_id FROM client_credit JOIN whole ON whole.id = partner_id WHERE program = $3
) AS touched
WHERE {clients}
