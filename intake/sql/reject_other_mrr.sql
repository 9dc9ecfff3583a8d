-- Rejects the staged lines of clients that have, in the same revision, lines of the other kind: with product lines, or
-- without one. With $1 it is not told which.
WITH clash AS (
    SELECT staged.number, min(existing.line) AS line
    FROM intake_mrr AS staged
    JOIN client ON client.external_id = staged.client
    JOIN mrr_line AS existing ON existing.client_id = client.id AND existing.period = staged.period
        AND existing.revision = staged.revision AND (existing.line IS NULL) <> (staged.line IS NULL)
    GROUP BY staged.number
),
bad AS (
    DELETE FROM intake_mrr AS staged USING clash
    WHERE staged.number = clash.number
    RETURNING staged.number, staged.period, staged.revision, staged.client, staged.line, clash.line AS existing
)
INSERT INTO intake_rejection (number, field, reason, of_report, period, revision)
SELECT number, 'line', format(
    'client %s has %s in revision %s of %s, so that there can be none %s: send all of its lines, of one kind, in a new'
    ' revision',
    to_json(client),
    CASE WHEN line IS NOT NULL THEN 'a line without a product line'
        ELSE 'a line of ' || CASE WHEN $1::boolean THEN 'a product line' ELSE to_json(existing)::text END END,
    revision, to_char(period, 'YYYY-MM'),
    CASE WHEN line IS NULL THEN 'without a product line' ELSE 'of ' || to_json(line) END
), true, period, revision
FROM bad
