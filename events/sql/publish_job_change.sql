INSERT INTO event (seq, kind, job_id, payload, created_at)
SELECT (SELECT coalesce(max(seq), 0) + 1 FROM event), 'JOB_CHANGED', j.id, to_jsonb(j), $2
FROM recompute_job j
WHERE j.id = $1
