-- Rejects the staged reports that rejected lines of the same load are, or may be, lines of: their clients would count with
-- 0. A revision that is closed has all of its lines.
WITH missing AS (
    SELECT period, revision, count(*) AS lines, min(number) AS first
    FROM intake_rejection WHERE of_report
    GROUP BY period, revision
),
incomplete AS (
    SELECT report.number, sum(missing.lines) AS lines, min(missing.first) AS first
    FROM intake_mrr_report AS report
    JOIN missing ON coalesce(missing.period, report.period) = report.period
        AND coalesce(missing.revision, report.revision) = report.revision
    WHERE NOT EXISTS (
        SELECT FROM mrr_report AS closed WHERE closed.period = report.period AND closed.revision = report.revision
    )
    GROUP BY report.number
),
bad AS (
    DELETE FROM intake_mrr_report AS staged USING incomplete
    WHERE staged.number = incomplete.number
    RETURNING staged.number, staged.period, staged.revision, incomplete.lines, incomplete.first
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, NULL, format(
    'revision %s of %s stays open, as lines rejected in the same load are its own, or may be (%s rejected, the first of them'
    ' number %s): mend them, and load this one again with them',
    revision, to_char(period, 'YYYY-MM'), lines, first
)
FROM bad
