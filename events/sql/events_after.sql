-- The first $2 events after number $1, oldest first.
SELECT {columns} FROM event
WHERE seq > $1
ORDER BY seq
LIMIT $2
