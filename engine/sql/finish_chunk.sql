-- Notes that chunk $2 of run $1, of fence $3, is finished, if the run is under way and still has what it gathered;
-- returns nothing otherwise, so that whoever asked undoes what it wrote.
-- The time left: for this run's chunks at the pace of those that are finished, for further days at that of this one,
-- and what making a day visible took the last time.
WITH finished AS (
    UPDATE recompute_chunk SET finished_at = clock_timestamp(), lease_until = NULL
    WHERE run_id = $1 AND number = $2 AND fence = $3 AND finished_at IS NULL
    RETURNING run_id
),
run AS (
    SELECT r.*, (SELECT count(*) + 1 FROM recompute_chunk c WHERE c.run_id = r.id AND c.finished_at IS NOT NULL) AS now_done
    FROM recompute_run r
    JOIN finished ON finished.run_id = r.id
    JOIN run_mark m ON m.run_id = r.id
    WHERE r.finished_at IS NULL
),
pace AS (
    SELECT run.*, (clock_timestamp() - gathered_at) / now_done AS a_chunk,
           coalesce((
               SELECT finished_at - decided_at FROM recompute_run WHERE decided_at IS NOT NULL ORDER BY id DESC LIMIT 1
           ), interval '0') AS showing
    FROM run
)
UPDATE recompute_job j
SET done = j.done + 1,
    expected_at = clock_timestamp()
        + a_chunk * greatest(pace.chunks - now_done, 0) + showing
        + greatest(coalesce(j.last_day - j.first_day + 1, 1) - j.steps_done - 1, 0)
            * (pace.gathered_at - pace.began_at + a_chunk * pace.chunks + showing)
FROM pace
WHERE j.id = pace.job_id AND j.status = 'RUNNING'
RETURNING j.cancel_requested,
    now_done < pace.chunks AND j.done * 100 / j.total > (j.done - 1) * 100 / j.total AS notify
