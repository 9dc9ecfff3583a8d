-- The standings as of $1 of the partners $2 in program $3.
SELECT partner_id, tier, edition, metrics, factors, provisional
FROM standing
WHERE as_of = $1 AND partner_id = ANY ($2::bigint[]) AND program = $3
