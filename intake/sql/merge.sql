-- The last line of each key is written to {table}, where it says something else than what is there. Gives how many were.
-- Texts are ordered by their bytes, which is the quickest. {or_else} says what is done with a key that is there.
WITH written AS (
    INSERT INTO {table} AS existing ({columns})
    SELECT DISTINCT ON ({order}) {values}
    FROM {staging} AS staged {joins}
    ORDER BY {order}, staged.number DESC
    ON CONFLICT ({key}) DO {or_else}
    RETURNING {returned}
){marks}
SELECT count(*) FROM written
