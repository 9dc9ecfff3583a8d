-- Takes the lines of revisions whose report has run out of {staging}, whatever they say: each of them is told the same.
WITH closed AS (
    DELETE FROM {staging} AS staged USING mrr_report AS report
    WHERE report.period = staged.period AND report.revision = staged.revision
    RETURNING staged.number, staged.period, staged.revision
)
INSERT INTO intake_warning (number, field, reason)
SELECT number, 'revision', format(
    'revision %s of %s is closed, and was not compared with this: send corrections as a new revision',
    revision, to_char(period, 'YYYY-MM')
)
FROM closed
