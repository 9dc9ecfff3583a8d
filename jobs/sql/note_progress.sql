-- Notes for job $1, which the worker of fence $2 has, that $3 of $4 are done, and with $5 that daily activity is rebuilt.
UPDATE recompute_job SET done = $3, total = $4, activity_rebuilt = activity_rebuilt OR $5
WHERE {claimed}
RETURNING cancel_requested
