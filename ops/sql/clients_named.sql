-- What the clients $1 are called, by their rows.
SELECT id, external_id, name FROM client WHERE id = ANY ($1::bigint[])
