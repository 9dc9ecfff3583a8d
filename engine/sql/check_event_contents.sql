-- The events that lack what they tell of, or tell of another partner or job than the one that they are about.
WITH known (kind, about, subject, keeps, tells) AS (VALUES {kinds})
SELECT format('event %s, %s: has no %s of its partner or job', seq, kind, tells)
FROM event e
JOIN known USING (kind)
LEFT JOIN tier_decision d ON d.id = e.decision_id
WHERE CASE
    WHEN keeps = 'decision' THEN d.partner_id IS DISTINCT FROM e.partner_id OR d.id IS NULL
    WHEN about IS NULL THEN e.payload IS NULL
    ELSE (e.payload ->> subject)::bigint IS DISTINCT FROM coalesce(e.job_id, e.partner_id) OR e.payload ->> subject IS NULL
END
