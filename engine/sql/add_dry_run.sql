-- Notes what job $1 is to decide by: edition $3 of program $2, with its name, its digest and its text, and the first and
-- the last day on which its decisions take effect. Nothing where the job is there already, for who asks again.
INSERT INTO dry_run (id, program, edition, name, digest, text, first_on, last_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO NOTHING
