-- The workers of the last day, those that were there last first: for how many seconds each is there, or was when it died
-- without a word, and since when it has been silent, going by leases of $1 seconds.
SELECT name, lease_until > clock_timestamp() AS is_there,
       extract(epoch FROM clock_timestamp() - started_at)::float8 AS age,
       extract(epoch FROM clock_timestamp() - lease_until)::float8 + $1 AS silent
FROM worker
ORDER BY lease_until DESC, name
