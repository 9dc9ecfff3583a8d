-- The months that have tables of their own, in their order, and what the tables of all other days are called.
SELECT substr(child.relname, length('activity_event_') + 1) AS part
FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
WHERE inhparent = 'activity_event'::regclass
ORDER BY part
