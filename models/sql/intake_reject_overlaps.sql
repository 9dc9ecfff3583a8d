-- Rejects staged certifications by number: $1 numbers, $2 reasons.
WITH bad AS (
    DELETE FROM intake_certification AS staged USING unnest($1::bigint[], $2::text[]) AS judged (number, reason)
    WHERE staged.number = judged.number
    RETURNING staged.number, judged.reason
)
INSERT INTO intake_rejection (number, field, reason) SELECT number, 'valid_from', reason FROM bad
