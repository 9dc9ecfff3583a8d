-- Rejects the staged lines of clients that have both kinds in one revision: none of them is taken, whichever came first.
WITH mixed AS (
    SELECT period, revision, client, min(line COLLATE "C") AS example
    FROM intake_mrr
    GROUP BY period, revision, client
    HAVING bool_or(line IS NULL) AND bool_or(line IS NOT NULL)
),
bad AS (
    DELETE FROM intake_mrr AS staged USING mixed
    WHERE (staged.period, staged.revision, staged.client) = (mixed.period, mixed.revision, mixed.client)
    RETURNING staged.number, mixed.*
)
INSERT INTO intake_rejection (number, field, reason, of_report, period, revision)
SELECT number, 'line', format(
    'client %s has a line without a product line and one of %s in revision %s of %s: send one line for everything, or'
    ' lines of product lines only',
    to_json(client), to_json(example), revision, to_char(period, 'YYYY-MM')
), true, period, revision
FROM bad
