-- Notes what run $1 has gathered: its chunks $2, partners $3 and first decision $4, from which day's standings it
-- carries on ($5), and its report ($6).
UPDATE recompute_run
SET chunks = $2, partners = $3, first_decision = $4, base_day = $5, report_id = $6, gathered_at = clock_timestamp()
WHERE id = $1
