-- The first of $1 ids of decisions that nobody else will have, 0 for none of them. Their sequence is looked up once.
SELECT coalesce(min(id), 0)
FROM (
    SELECT nextval((SELECT pg_get_serial_sequence('tier_decision', 'id')::regclass)) AS id FROM generate_series(1, $1)
) AS reserved
