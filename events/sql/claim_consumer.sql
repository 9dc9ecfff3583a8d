-- The position of consumer $1, which nobody else may move before the transaction ends; nothing while somebody else may.
SELECT position FROM event_consumer
WHERE name = $1
FOR UPDATE SKIP LOCKED
