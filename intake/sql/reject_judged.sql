-- Rejects lines staged in {staging} by number: $1 numbers, $2 fields, $3 reasons.
WITH bad AS (
    DELETE FROM {staging} AS staged USING unnest($1::bigint[], $2::text[], $3::text[]) AS judged (number, field, reason)
    WHERE staged.number = judged.number
    RETURNING staged.number, judged.field, judged.reason
)
INSERT INTO intake_rejection (number, field, reason) SELECT number, field, reason FROM bad
