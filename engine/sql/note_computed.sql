-- Notes that the day $1 was computed, by the report $2 and the edition of the digest $3, at $4, in the program $5.
INSERT INTO computed_day (day, report_id, edition_digest, computed_at, program)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (day, program) DO UPDATE
SET report_id = excluded.report_id, edition_digest = excluded.edition_digest, computed_at = excluded.computed_at
WHERE (computed_day.report_id, computed_day.edition_digest) IS DISTINCT FROM (excluded.report_id, excluded.edition_digest)
