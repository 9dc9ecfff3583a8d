-- Rejects the staged lines that would change a revision whose report has run. A line that says what is there stays.
WITH bad AS (
    DELETE FROM intake_mrr AS staged USING mrr_report AS report
    WHERE report.period = staged.period AND report.revision = staged.revision AND NOT EXISTS (
        SELECT FROM mrr_line AS existing JOIN client ON client.id = existing.client_id
        WHERE client.external_id = staged.client AND existing.period = staged.period
            AND existing.revision = staged.revision AND existing.amount = staged.amount
            AND existing.currency = staged.currency AND existing.line IS NOT DISTINCT FROM staged.line
    )
    RETURNING staged.number, report.period, report.revision, report.ran_on
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, 'revision', format(
    'revision %s of %s is closed since its report ran on %s: send corrections as a new revision',
    revision, to_char(period, 'YYYY-MM'), ran_on
)
FROM bad
