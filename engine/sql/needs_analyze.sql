-- Whether $1 rows are at least one in $2 of the daily activity that the planner knows of.
SELECT $1::bigint * $2 >= sum(greatest(reltuples, 0))
FROM pg_partition_tree('daily_activity')
JOIN pg_class ON oid = relid
WHERE isleaf
