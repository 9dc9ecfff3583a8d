-- The consumers, and how far each of them is.
SELECT name, coalesce((SELECT max(seq) FROM event) - position, 0) AS unread,
       (SELECT created_at FROM event WHERE seq > position ORDER BY seq LIMIT 1) AS waiting_since, updated_at
FROM event_consumer
ORDER BY name
