-- Leaves the last line of each report that is not closed yet, and none of those that are: they say what is there.
DELETE FROM intake_mrr_report AS staged USING (
    SELECT number, lead(number) OVER (PARTITION BY period, revision ORDER BY number) AS later FROM intake_mrr_report
) AS line
WHERE line.number = staged.number AND (
    line.later IS NOT NULL
    OR EXISTS (SELECT FROM mrr_report AS closed WHERE closed.period = staged.period AND closed.revision = staged.revision)
)
