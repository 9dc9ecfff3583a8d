WITH gone AS (
    DELETE FROM event WHERE seq < coalesce(
        (SELECT min(seq) FROM event WHERE created_at >= $1),
        (SELECT max(seq) FROM event)
    ) RETURNING 1
)
SELECT count(*) FROM gone
