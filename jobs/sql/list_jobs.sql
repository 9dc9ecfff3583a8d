SELECT id AS number, kind, status, first_day AS "from", last_day AS "to", to_char(month, 'YYYY-MM') AS month, done, total,
       requested_by, requested_at, started_at, finished_at, attempts, cancel_requested, changed_partners, error
FROM recompute_job
WHERE ($1::text IS NULL OR status = $1) AND ($2::bigint IS NULL OR id = $2)
ORDER BY id DESC
LIMIT $3
