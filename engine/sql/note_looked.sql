-- Notes that findings of the kind $1 were looked for as of the day $2, at the moment $3, and that there are $4.
INSERT INTO finding_look (kind, as_of, looked_at, total) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind) DO UPDATE
SET as_of = excluded.as_of, looked_at = excluded.looked_at, total = excluded.total
