-- Makes job $1 {after}, if it is in one of the states from which that may be and the guard is true of it.
UPDATE recompute_job
SET status = '{after}', {changes}
WHERE id = $1 AND status IN ({before}) AND {guard}
RETURNING *
