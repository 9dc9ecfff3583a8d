-- The first $4 events of kind $1 after number $2 and up to $3, oldest first; all of them, or those of one row.
SELECT {columns} FROM event
WHERE kind = $1 AND seq > $2 AND seq <= $3 AND {of_row}
ORDER BY seq
LIMIT $4
