-- The jobs whose row is not what its status says.
SELECT format('job %s is %s, and %s', id, status, CASE status
    WHEN 'RUNNING' THEN 'no lease says until when somebody has it'
    WHEN 'QUEUED' THEN 'has a lease, or has ended'
    ELSE 'has a lease, or no moment at which it ended' END)
FROM recompute_job
WHERE CASE status
    WHEN 'RUNNING' THEN lease_until IS NULL OR started_at IS NULL OR finished_at IS NOT NULL
    WHEN 'QUEUED' THEN lease_until IS NOT NULL OR finished_at IS NOT NULL
    ELSE lease_until IS NOT NULL OR finished_at IS NULL
END
