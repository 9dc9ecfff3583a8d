-- How far all of it has come. $2 is the last closed day: what is computed after it has not closed. Late client days are
-- counted up to $1.
SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size,
       newest_day_until($2) AS newest_day,
       (SELECT day FROM newest_day WHERE day > $2) AS future_day,
       newest_decision_until($2::date + 1) AS newest_decision,
       (SELECT count(*) FROM (SELECT FROM stale_day LIMIT $1) AS waiting) AS late,
       EXISTS (SELECT FROM client) AS any_client,
       EXISTS (SELECT FROM recompute_job WHERE scheduled AND status IN ('QUEUED', 'RUNNING')) AS under_way
