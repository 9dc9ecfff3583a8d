-- How far the schedule's runs of program $2 have come that succeeded, of days up to $1: the newest day, the first one, and the months.
SELECT max(last_day) AS newest_day, min(first_day) AS first_day,
       coalesce(array_agg(month) FILTER (WHERE month IS NOT NULL), '{}') AS months
FROM recompute_job
WHERE scheduled AND program = $2 AND status = 'SUCCEEDED' AND coalesce(last_day, month + 13) <= $1
