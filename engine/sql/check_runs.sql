-- What is left of runs that are over, and what the run under way lacks.
WITH open AS (
    SELECT id FROM recompute_run WHERE finished_at IS NULL
),
left_table AS (
    SELECT relname AS name, substring(relname FROM '[0-9]+$')::bigint AS run
    FROM pg_class
    WHERE relkind = 'r' AND pg_table_is_visible(oid)
      AND relname ~ '^(gathered|carried_totals|(new|changed|gone|touched|claimed_stale)_(standing|credit|decision|client|partner))_[0-9]+$'
)
SELECT format('table %s is of a run that is over', name) FROM left_table WHERE run NOT IN (SELECT id FROM open)
UNION ALL
SELECT format('run %s is over, and has %s chunks', run_id, count(*))
FROM recompute_chunk
WHERE run_id NOT IN (SELECT id FROM open)
GROUP BY run_id
UNION ALL
SELECT format('run %s is over, and marked as gathered', run_id) FROM run_mark WHERE run_id NOT IN (SELECT id FROM open)
UNION ALL
SELECT format('run %s is marked as gathered, and has no table gathered_%s', id, id)
FROM open
JOIN run_mark ON run_id = id
WHERE id NOT IN (SELECT run FROM left_table WHERE name = format('gathered_%s', run))
