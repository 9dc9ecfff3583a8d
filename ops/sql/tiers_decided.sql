-- The tiers decided for $1: of how many partners, with how much MRR in all.
SELECT tier, count(*) AS partners, sum(sold_mrr) AS sold_mrr, sum(managed_mrr) AS managed_mrr
FROM latest_decision
WHERE effective_on = $1
GROUP BY tier
