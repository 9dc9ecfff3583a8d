-- The jobs that are $1, oldest first, with seconds by the database's clock: how long each has run or waited, how long ago it
-- was asked for, in how long it will be done as far as can be told, and how long its lease still holds.
SELECT *, extract(epoch FROM clock_timestamp() - coalesce(started_at, requested_at))::float8 AS since,
       extract(epoch FROM clock_timestamp() - requested_at)::float8 AS asked,
       extract(epoch FROM expected_at - clock_timestamp())::float8 AS seconds_left,
       extract(epoch FROM lease_until - clock_timestamp())::float8 AS lease
FROM recompute_job
WHERE status = $1
ORDER BY requested_at, id
