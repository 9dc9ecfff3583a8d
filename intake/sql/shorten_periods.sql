-- First what gets shorter, so that no two periods overlap on the way to the merged state either. Gives how many did.
WITH written AS (
    UPDATE {table} AS existing SET valid_until = staged.valid_until
    FROM {staging} AS staged {joins}
    WHERE {same_key} AND staged.valid_until < coalesce(existing.valid_until, 'infinity')
    RETURNING {returned}
){marks}
SELECT count(*) FROM written
