-- The newest computed day of program $1, and the newest mark, if what is foreseen is of another day or marked as stale.
-- Not while the schedule's runs go on: the last of them marks once more.
SELECT n.day, (SELECT coalesce(max(id), 0) FROM stale_forecast WHERE program = $1) AS mark
FROM newest_day_of($1) n
LEFT JOIN forecast_day kept ON kept.program = $1
WHERE (kept.day IS DISTINCT FROM n.day OR EXISTS (SELECT FROM stale_forecast WHERE program = $1))
  AND NOT EXISTS (
      SELECT FROM recompute_job
      WHERE program = $1 AND status IN ('QUEUED', 'RUNNING') AND (scheduled AND retried_by IS NULL OR kind = 'FORECAST')
  )
