-- The first of $1 ids of decisions that nobody else will have, 0 for none of them.
SELECT coalesce(min(id), 0)
FROM (
    SELECT nextval(pg_get_serial_sequence('tier_decision', 'id')) AS id FROM generate_series(1, $1)
) AS reserved
