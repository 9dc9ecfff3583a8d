-- Drops the consumers whose next event was made before $1, but for those that somebody reads as just now.
DELETE FROM event_consumer WHERE name IN (
    SELECT name FROM event_consumer
    WHERE (SELECT created_at FROM event WHERE seq > position ORDER BY seq LIMIT 1) < $1
    ORDER BY name
    FOR UPDATE SKIP LOCKED
)
RETURNING name
