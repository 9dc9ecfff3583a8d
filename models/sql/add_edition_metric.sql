-- What an edition says of a metric: program, edition, key, place, name, unit, description and decimals.
INSERT INTO edition_metric (program, edition, key, place, name, unit, description, decimals)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING
