-- Adds the run of job $1 for its step $2 and the day $3; its id. $4 is the newest computed day, $5 whether the run renews
-- the credits, $6 the edition, $7 its digest and $8 the program.
INSERT INTO recompute_run (job_id, step, day, newest_day, renews_credits, edition, edition_digest, done_before, began_at,
                           program)
SELECT $1, $2, $3, $4, $5, $6, $7, done, clock_timestamp(), $8
FROM recompute_job
WHERE id = $1
RETURNING id
