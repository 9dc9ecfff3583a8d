-- Adds consumer $1, after the newest event, unless it is there.
INSERT INTO event_consumer (name, position, updated_at)
SELECT $1, coalesce(max(seq), 0), clock_timestamp() FROM event
ON CONFLICT (name) DO NOTHING
