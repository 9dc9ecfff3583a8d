-- Notes that the day $1 was computed, by the report $2 and the edition of the digest $3, at $4.
INSERT INTO computed_day (day, report_id, edition_digest, computed_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (day) DO UPDATE
SET report_id = excluded.report_id, edition_digest = excluded.edition_digest, computed_at = excluded.computed_at
WHERE (computed_day.report_id, computed_day.edition_digest) IS DISTINCT FROM (excluded.report_id, excluded.edition_digest)
