-- Has worker $1 be there for $2 seconds.
INSERT INTO worker (name, started_at, fence, lease_until)
VALUES ($1, clock_timestamp(), 1, clock_timestamp() + make_interval(secs => $2))
ON CONFLICT (name) DO UPDATE SET fence = worker.fence + 1, lease_until = excluded.lease_until
RETURNING fence
