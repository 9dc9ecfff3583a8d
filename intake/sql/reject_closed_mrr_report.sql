-- Rejects the staged reports of revisions that are closed already, unless they say the same.
WITH bad AS (
    DELETE FROM intake_mrr_report AS staged USING mrr_report AS report
    WHERE report.period = staged.period AND report.revision = staged.revision AND report.ran_on <> staged.ran_on
    RETURNING staged.number, report.period, report.revision, report.ran_on
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, 'ran_on', format(
    'revision %s of %s is closed since its report ran on %s: send corrections as a new revision',
    revision, to_char(period, 'YYYY-MM'), ran_on
)
FROM bad
