-- The last line of each key is written to {table}, where it says something else than what is there. Gives how many were.
-- Texts are ordered by their bytes, which is the quickest.
WITH written AS (
    INSERT INTO {table} AS existing ({columns})
    SELECT DISTINCT ON ({order}) {values}
    FROM {staging} AS staged {joins}
    ORDER BY {order}, staged.number DESC
    ON CONFLICT ({key}) DO UPDATE SET {changes}
    WHERE ({existing}) IS DISTINCT FROM ({given})
    RETURNING {returned}
){marks}
SELECT count(*) FROM written
