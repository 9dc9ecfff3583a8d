-- The tiers that partners hold in program $2 on the day $1: of those of the ids $3, of all for null.
SELECT p.id AS partner_id, d.tier, coalesce(d.rank, 0) AS rank
FROM partner p
LEFT JOIN LATERAL decision_in_effect(p.id, $1, $2) d ON true
WHERE $3::bigint[] IS NULL OR p.id = ANY ($3)
