-- Notes that the day $1 was computed, by the report $2 and the edition of the digest $3, at $4.
INSERT INTO computed_day (day, report_id, program_digest, computed_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (day) DO UPDATE
SET report_id = excluded.report_id, program_digest = excluded.program_digest, computed_at = excluded.computed_at
WHERE (computed_day.report_id, computed_day.program_digest) IS DISTINCT FROM (excluded.report_id, excluded.program_digest)
