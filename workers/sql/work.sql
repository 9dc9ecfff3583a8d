-- How much work there is, and how far all of it has come by $1, the last closed day: one row.
SELECT count(*) FILTER (WHERE status = 'QUEUED') AS queued,
       count(*) FILTER (WHERE status = 'RUNNING') AS running,
       coalesce(extract(epoch FROM clock_timestamp() - min(requested_at) FILTER (WHERE status = 'QUEUED')), 0)::float8
           AS oldest_waiting,
       (SELECT count(*) FROM ({failed_jobs}) AS failed) AS failed,
       newest_day_until($1) AS newest_day,
       newest_decision_until($1::date + 1) AS newest_decision,
       (SELECT max(seq) FROM event) AS newest_event,
       (SELECT count(*) FROM worker WHERE lease_until > clock_timestamp()) AS alive
FROM recompute_job
WHERE status IN ('QUEUED', 'RUNNING')
