-- Notes that consumer $1 has read up to event $2. It never goes back.
UPDATE event_consumer SET position = $2, updated_at = clock_timestamp()
WHERE name = $1 AND position < $2
