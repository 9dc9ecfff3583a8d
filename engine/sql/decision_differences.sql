-- What tells the computed decisions effective on $1, by the program of digest $2, from the latest revisions: a row per
-- partner where there is a difference.
WITH latest AS (
    SELECT DISTINCT ON (partner_id) * FROM tier_decision WHERE effective_on = $1 ORDER BY partner_id, revision DESC
)
SELECT p.external_id AS partner, l.id IS NOT NULL AS is_decided, n.partner_id IS NOT NULL AS is_computed,
       l.tier AS decided_tier, l.sold_mrr AS decided_sold, l.managed_mrr AS decided_managed,
       l.median_app_usage AS decided_median, n.tier AS tier, n.sold_mrr AS sold, n.managed_mrr AS managed,
       n.median_app_usage AS median,
       l.inputs_digest = d.inputs_digest AS same_inputs, l.program_digest = $2 AS same_program
FROM new_decision_{run} d
JOIN new_standing_{run} n USING (partner_id)
FULL JOIN (SELECT * FROM latest) AS l USING (partner_id)
JOIN partner p ON p.id = partner_id
WHERE d.id IS NOT NULL OR partner_id NOT IN (SELECT partner_id FROM new_standing_{run})
ORDER BY p.external_id COLLATE "C"
