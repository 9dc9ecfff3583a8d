-- The clients whose credits on the newest computed day are not what the report in force then says of them, by the editions
-- $2, by which all of that counts; but for those that have sales of product lines, or pay in another currency than $3,
-- the edition's. Where the edition is one of $1, partners share what they manage, and the shares add up to it.
WITH newest AS (
    SELECT day, report_id, program FROM newest_day
),
line AS (
    SELECT l.client_id, sum(l.amount) AS amount, min(currency) AS currency, max(currency) AS other
    FROM newest
    JOIN mrr_report r ON r.id = newest.report_id
    JOIN mrr_line l ON l.period = r.period AND l.revision = r.revision
    GROUP BY l.client_id
),
edition AS (
    SELECT s.edition = ANY ($1::text[]) AS shares, counting.currency
    FROM newest
    JOIN standing s ON s.as_of = newest.day AND s.program = newest.program
    JOIN unnest($2::text[], $3::text[]) AS counting (edition, currency) USING (edition)
    LIMIT 1
),
credit AS (
    SELECT * FROM client_credit WHERE program = coalesce((SELECT program FROM newest), program)
),
counted AS (
    SELECT client_id, 'sold' AS side, sold_amount AS amount FROM credit WHERE sold_status = 'COUNTED'
    UNION ALL
    SELECT client_id, 'managed', sum(managed_amount)
    FROM credit
    WHERE managed_status = 'COUNTED'
    GROUP BY client_id, CASE WHEN (SELECT shares FROM edition) THEN NULL ELSE partner_id END
)
SELECT format('client %s: is credited as %s with %s, and the report says %s', c.external_id, side, counted.amount,
              coalesce(line.amount, 0))
FROM edition
CROSS JOIN counted
JOIN client c ON c.id = counted.client_id
LEFT JOIN line ON line.client_id = counted.client_id
WHERE counted.amount <> coalesce(line.amount, 0)
  AND coalesce(line.currency = edition.currency AND line.other = edition.currency, true)
  AND NOT EXISTS (SELECT FROM sale WHERE sale.client_id = counted.client_id)
