-- Leaves the last line of each report that is not closed yet, and none of those that are: they say what is there.
DELETE FROM intake_mrr_report AS staged
WHERE EXISTS (
    SELECT FROM intake_mrr_report AS later
    WHERE later.period = staged.period AND later.revision = staged.revision AND later.number > staged.number
) OR EXISTS (
    SELECT FROM mrr_report AS closed WHERE closed.period = staged.period AND closed.revision = staged.revision
)
