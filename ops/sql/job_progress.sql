-- How far job $1 has come.
SELECT status, done, total, error, changed_partners,
       extract(epoch FROM expected_at - clock_timestamp())::float8 AS seconds_left
FROM recompute_job
WHERE id = $1
