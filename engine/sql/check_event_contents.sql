-- The events that lack what they tell of, or tell of another partner or job.
SELECT format('event %s, %s: has no %s of its partner or job', seq, e.kind,
              CASE e.kind WHEN 'TIER_CHANGED' THEN 'decision' WHEN 'STANDING_CHANGED' THEN 'standing' ELSE 'row' END)
FROM event e
LEFT JOIN tier_decision d ON d.id = e.decision_id
WHERE CASE e.kind
    WHEN 'TIER_CHANGED' THEN d.partner_id IS DISTINCT FROM e.partner_id OR d.id IS NULL
    WHEN 'STANDING_CHANGED'
        THEN (e.payload ->> 'partner_id')::bigint IS DISTINCT FROM e.partner_id OR e.partner_id IS NULL
    WHEN 'JOB_CHANGED' THEN (e.payload ->> 'id')::bigint IS DISTINCT FROM e.job_id OR e.job_id IS NULL
END
