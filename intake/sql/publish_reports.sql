-- One line of each report is left, and none of a report that was there before. $1 are the numbers of those that were only
-- taken because $2 confirmed them at $3. Gives how many there are.
WITH published AS (
    INSERT INTO mrr_report (period, revision, ran_on, confirmed_by, confirmed_at)
    SELECT period, revision, ran_on,
        CASE WHEN number = ANY ($1::bigint[]) THEN $2::text END,
        CASE WHEN number = ANY ($1::bigint[]) THEN $3::timestamptz END
    FROM intake_mrr_report
    RETURNING id
)
SELECT count(*) FROM published
