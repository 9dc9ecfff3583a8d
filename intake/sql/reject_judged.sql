-- Rejects lines staged in {staging} by number: $1 numbers, $2 fields, $3 reasons, $4 whether confirming loads them.
WITH bad AS (
    DELETE FROM {staging} AS staged
    USING unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[]) AS judged (number, field, reason, confirmable)
    WHERE staged.number = judged.number
    RETURNING staged.number, judged.field, judged.reason, judged.confirmable
)
INSERT INTO intake_rejection (number, field, reason, confirmable) SELECT number, field, reason, confirmable FROM bad
