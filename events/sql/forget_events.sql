-- Removes the events before the first one that was made since $1, or before the newest, as far as every consumer has
-- read; returns how many.
WITH gone AS (
    DELETE FROM event WHERE seq < least(
        coalesce((SELECT min(seq) FROM event WHERE created_at >= $1), (SELECT max(seq) FROM event)),
        (SELECT min(position) + 1 FROM event_consumer)
    ) RETURNING 1
)
SELECT count(*) FROM gone
