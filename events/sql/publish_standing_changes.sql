INSERT INTO event (seq, kind, partner_id, payload, created_at)
SELECT (SELECT coalesce(max(seq), 0) FROM event) + row_number() OVER (ORDER BY s.partner_id),
       'STANDING_CHANGED', s.partner_id, to_jsonb(s), $2
FROM standing s
WHERE s.id = ANY ($1::bigint[])
