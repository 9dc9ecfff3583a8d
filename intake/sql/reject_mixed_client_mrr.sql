-- Rejects what is supposed of clients of whom both kinds are: none of it is taken, whichever came first.
WITH mixed AS (
    SELECT client, min(line COLLATE "C") AS example
    FROM intake_client_mrr
    GROUP BY client
    HAVING bool_or(line IS NULL) AND bool_or(line IS NOT NULL)
),
bad AS (
    DELETE FROM intake_client_mrr AS staged USING mixed
    WHERE staged.client = mixed.client
    RETURNING staged.number, mixed.*
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, 'line', format(
    'client %s has a line without a product line and one of %s: send one line for everything, or lines of product lines'
    ' only',
    to_json(client), to_json(example)
)
FROM bad
