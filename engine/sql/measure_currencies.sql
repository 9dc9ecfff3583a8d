-- The currencies of measures: $1 the names of partners' measures, $2 those of clients'. With each the first day of one, and the last
-- day on which one is followed by another of the same partner or client; 'infinity' where one is not.
SELECT name, of_clients, currency, min("on") AS first_on, max(coalesce(next_on, 'infinity')) AS until
FROM (
    SELECT name, client_id IS NOT NULL AS of_clients, currency, "on",
           lead("on") OVER (PARTITION BY partner_id, client_id, name ORDER BY "on") AS next_on
    FROM measure
    WHERE partner_id IS NOT NULL AND name = ANY ($1::text[]) OR client_id IS NOT NULL AND name = ANY ($2::text[])
) AS dated
WHERE currency IS NOT NULL
GROUP BY name, of_clients, currency
