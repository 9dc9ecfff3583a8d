-- The standings as of $1 of the partners $2; amounts in cents.
SELECT partner_id, tier, edition, (sold_mrr * 100)::bigint AS sold_cents, (managed_mrr * 100)::bigint AS managed_cents,
       median_app_usage, certified, provisional
FROM standing
WHERE as_of = $1 AND partner_id = ANY ($2::bigint[])
