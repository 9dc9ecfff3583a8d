-- All periods of {table}, existing and staged, of those that would have two at a time if every staged line were taken.
-- {owner} are the columns that say whose they are, {values} the same of a staged line. Without an end they end never.
WITH staged AS (
    SELECT {values}, staged.valid_from, coalesce(staged.valid_until, 'infinity') AS staged_until, staged.number
    FROM {staging} AS staged {joins}
),
existing AS (
    SELECT {owner}, valid_from, coalesce(valid_until, 'infinity') AS existing_until
    FROM {table}
    WHERE ({owner}) IN (SELECT {owner} FROM staged)
),
neighbours AS (
    SELECT {owner}, valid_from, existing_until, staged_until, number,
        max(coalesce(staged_until, existing_until)) OVER (
            PARTITION BY {owner} ORDER BY valid_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS until_before
    FROM existing
    FULL JOIN staged USING ({owner}, valid_from)
)
SELECT {owner}, valid_from, existing_until, staged_until, number
FROM neighbours
WHERE ({owner}) IN (SELECT {owner} FROM neighbours WHERE until_before >= valid_from)
ORDER BY {owner}, valid_from
