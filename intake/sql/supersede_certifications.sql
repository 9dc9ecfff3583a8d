-- Leaves the last line of each certification.
DELETE FROM intake_certification AS staged USING (
    SELECT number, lead(number) OVER (PARTITION BY partner, valid_from ORDER BY number) AS later FROM intake_certification
) AS line
WHERE line.number = staged.number AND line.later IS NOT NULL
