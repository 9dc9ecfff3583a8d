-- The partners of dry run $1 on its days, those that move first; with $2 only those that have another tier.
SELECT r.effective_on, p.external_id AS partner, p.name, r.tier_before, r.tier_after, r.change, r.gates::text AS gates
FROM dry_run_partner r
JOIN partner p ON p.id = r.partner_id
WHERE r.dry_run_id = $1 AND (NOT $2 OR r.tier_before IS DISTINCT FROM r.tier_after)
ORDER BY r.effective_on, r.change, p.external_id COLLATE "C"
