-- The latest revisions of the decisions of the partners $2 that take effect on $1; amounts in cents.
SELECT id, partner_id, tier, edition, (sold_mrr * 100)::bigint AS sold_cents, (managed_mrr * 100)::bigint AS managed_cents,
       median_app_usage, certified, provisional, inputs_digest, edition_digest
FROM latest_decision
WHERE effective_on = $1 AND partner_id = ANY ($2::bigint[])
ORDER BY partner_id
