INSERT INTO event (seq, kind, partner_id, decision_id, created_at)
SELECT (SELECT coalesce(max(seq), 0) FROM event) + row_number() OVER (ORDER BY d.partner_id, d.revision),
       'TIER_CHANGED', d.partner_id, d.id, $2
FROM tier_decision d
WHERE d.id = ANY ($1::bigint[])
