-- The jobs that FAILED in the last seven days, newest first, but for those whose period a later run has computed, and those
-- of kinds without periods that one of the same kind came after.
SELECT * FROM recompute_job f
WHERE status = 'FAILED' AND finished_at > clock_timestamp() - interval '7 days' AND NOT EXISTS (
    SELECT FROM recompute_job s
    WHERE s.status = 'SUCCEEDED' AND s.kind = f.kind AND s.program = f.program AND s.finished_at > f.finished_at
      AND (s.rebuild_activity OR NOT f.rebuild_activity)
      AND (s.month = f.month OR s.first_day <= f.first_day AND s.last_day >= f.last_day
           OR f.month IS NULL AND f.first_day IS NULL)
)
ORDER BY finished_at DESC, id DESC
