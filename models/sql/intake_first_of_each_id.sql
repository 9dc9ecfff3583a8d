-- Leaves the first staged event of each id; the later ones are no news.
DELETE FROM intake_activity AS staged
USING (SELECT id, min(number) AS number FROM intake_activity GROUP BY id HAVING count(*) > 1) AS repeated
WHERE staged.id = repeated.id AND staged.number > repeated.number
