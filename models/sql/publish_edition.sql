-- An edition that a database begins with: program, key, name, first day, digest and text.
INSERT INTO edition (program, key, status, name, effective_from, digest, text, changed_at, changed_by)
VALUES ($1, $2, 'PUBLISHED', $3, $4, $5, $6, clock_timestamp(), 'migrate')
