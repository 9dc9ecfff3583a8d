-- Leaves the last line of each key in {staging}.
DELETE FROM {staging} AS staged USING (
    SELECT number, lead(number) OVER (PARTITION BY {key} ORDER BY number) AS later FROM {staging}
) AS line
WHERE line.number = staged.number AND line.later IS NOT NULL
