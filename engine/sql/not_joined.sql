-- The partners that join after $1, of those of $2 only unless it is null.
SELECT id, external_id FROM partner WHERE joined_on > $1 AND ($2::bigint[] IS NULL OR id = ANY ($2::bigint[]))
