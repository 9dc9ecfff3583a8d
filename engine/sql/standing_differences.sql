-- What tells the standings and credits of the newest computed day, $1, by program $2, from those that run {run} computed
-- from scratch: a row per partner of its sample where there is a difference, but for those that something loaded since
-- has touched, in the tables of {touched}.
WITH stored AS (
    SELECT * FROM standing WHERE as_of = $1
),
credit AS (
    SELECT n.partner_id
    FROM changed_credit_{run} n
    LEFT JOIN client_credit k ON k.id = n.id
    WHERE (k.sold_amount, k.sold_status, k.sold_until, k.managed_amount, k.managed_status, k.managed_until, k.apps_used,
           k.counts_in_median)
        IS DISTINCT FROM
          (n.sold_amount, n.sold_status, n.sold_until, n.managed_amount, n.managed_status, n.managed_until, n.apps_used,
           n.counts_in_median)
    UNION
    SELECT k.partner_id FROM gone_credit_{run} g JOIN client_credit k ON k.id = g.id
)
SELECT p.external_id AS partner, s.id IS NOT NULL AS is_stored, n.partner_id IS NOT NULL AS is_computed,
       s.tier AS stored_tier, s.sold_mrr AS stored_sold, s.managed_mrr AS stored_managed,
       s.median_app_usage AS stored_median, n.tier, n.sold_mrr AS sold, n.managed_mrr AS managed,
       n.median_app_usage AS median
FROM stored s
FULL JOIN new_standing_{run} n USING (partner_id)
JOIN sampled_partner_{run} USING (partner_id)
JOIN partner p ON p.id = partner_id
WHERE partner_id NOT IN (SELECT partner_id FROM touched_partner_{touched})
  AND ((s.sold_mrr, s.managed_mrr, s.median_app_usage, s.certified, s.provisional, s.tier, s.program)
           IS DISTINCT FROM
       (n.sold_mrr, n.managed_mrr, n.median_app_usage, n.certified, n.provisional, n.tier, $2::text)
       OR partner_id IN (SELECT partner_id FROM credit))
ORDER BY p.external_id COLLATE "C"
