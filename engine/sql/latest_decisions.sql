-- The latest revisions of the decisions of the partners $2 in program $3 that take effect on $1.
SELECT id, partner_id, tier, edition, metrics, factors, provisional, inputs_digest, edition_digest
FROM latest_decision
WHERE effective_on = $1 AND partner_id = ANY ($2::bigint[]) AND program = $3
ORDER BY partner_id
