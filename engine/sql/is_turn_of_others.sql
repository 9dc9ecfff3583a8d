-- Whether another job than $1 has the next run. Of the jobs that take turns, which are of the kinds $3, the schedule's come
-- before all others; one that yields its turn ($2) has no two in a row while others wait.
WITH running AS (
    SELECT id, scheduled
    FROM recompute_job
    WHERE status = 'RUNNING' AND lease_until > clock_timestamp() AND kind = ANY ($3::text[])
)
SELECT (EXISTS (SELECT FROM running WHERE scheduled) AND NOT (SELECT scheduled FROM recompute_job WHERE id = $1))
    OR ($2 AND (SELECT job_id FROM recompute_run ORDER BY id DESC LIMIT 1) = $1
        AND EXISTS (SELECT FROM running WHERE id <> $1))
