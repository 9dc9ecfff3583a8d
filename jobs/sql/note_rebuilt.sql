-- Notes that of $4 months of daily activity $3 have been made once more for job $1, by the worker of fence $2.
UPDATE recompute_job
SET done = $3, total = $4::int + last_day - first_day + 1, activity_rebuilt = $3 = $4
WHERE {held}
RETURNING cancel_requested
