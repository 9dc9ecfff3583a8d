-- The clients of whose credits something else is said by way than as sold and as managed, on the newest computed day and
-- in evidence, and those whose lines do not add up to what a way adds.
WITH credit AS (
    SELECT format('partner %s', p.external_id) AS place, client_id, sold_amount + managed_amount AS amount, ways
    FROM client_credit
    JOIN partner p ON p.id = partner_id
    WHERE ways IS NOT NULL
    UNION ALL
    SELECT format('decision #%s', decision_id), client_id, sold_amount + managed_amount, ways
    FROM decision_credit
    WHERE ways IS NOT NULL
),
added AS (
    SELECT place, client_id, credit.amount, by_way.amount AS ways, differing
    FROM credit
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(own.amount), 0) AS amount, min(own.way) FILTER (WHERE own.amount <> (
                   SELECT coalesce(sum(part.amount), 0) FROM jsonb_to_recordset(own.parts) AS part (amount numeric)
               )) AS differing
        FROM jsonb_to_recordset(credit.ways) AS own (way text, amount numeric, parts jsonb)
    ) AS by_way
)
SELECT format('%s, client %s: ', place, c.external_id)
       || CASE WHEN ways <> amount THEN format('ways add %s, and sold and managed %s', round(ways, 2), amount)
               ELSE format('the lines of %s do not add up to what it adds', differing) END
FROM added
JOIN client c ON c.id = client_id
WHERE ways <> amount OR differing IS NOT NULL
