-- Adds an event of kind $1 for each of the rows $2 of {table}, made at $3, with the next numbers.
INSERT INTO event (seq, kind, created_at, {columns})
SELECT (SELECT coalesce(max(seq), 0) FROM event) + row_number() OVER (ORDER BY {order}), $1, $3, {values}
FROM {table} r
WHERE r.id = ANY ($2::bigint[])
