-- The decisions effective from $1 to $2 whose evidence does not add up to their numbers, by the editions $3, by which it
-- has to.
WITH decision AS (
    SELECT * FROM tier_decision WHERE effective_on BETWEEN $1 AND $2 AND edition = ANY ($3::text[])
),
summed AS (
    SELECT decision_id, sum(sold_amount) AS sold, sum(managed_amount) AS managed,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY apps_used) FILTER (WHERE counts_in_median))::numeric(12, 1)
               AS median
    FROM decision_credit
    WHERE decision_id IN (SELECT id FROM decision)
    GROUP BY decision_id
)
SELECT format('partner %s, effective %s, revision %s: credits of sold %s, managed %s, median %s, and numbers of %s, %s, %s',
              p.external_id, d.effective_on, d.revision, coalesce(c.sold, 0), coalesce(c.managed, 0),
              coalesce(c.median::text, 'none'), d.sold_mrr, d.managed_mrr, coalesce(d.median_app_usage::text, 'none'))
FROM decision d
JOIN partner p ON p.id = d.partner_id
LEFT JOIN summed c ON c.decision_id = d.id
WHERE (d.sold_mrr, d.managed_mrr, d.median_app_usage)
    IS DISTINCT FROM (coalesce(c.sold, 0), coalesce(c.managed, 0), c.median)
