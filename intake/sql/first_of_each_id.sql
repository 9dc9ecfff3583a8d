-- Leaves the first staged event of each id; the later ones are no news, but a warning where they say something else.
WITH repeated AS (
    SELECT id, min(number) AS number FROM intake_activity GROUP BY id HAVING count(*) > 1
),
later AS (
    DELETE FROM intake_activity AS staged USING repeated
    WHERE staged.id = repeated.id AND staged.number > repeated.number
    RETURNING staged.*, repeated.number AS first_number
)
INSERT INTO intake_warning (number, field, reason)
SELECT later.number, 'id', to_json(later.id) || ' was seen before with other content, which is kept'
FROM later
JOIN intake_activity AS existing ON existing.id = later.id AND existing.number = later.first_number
WHERE (existing.client, existing.actor, existing.kind, existing.app, existing.at)
    IS DISTINCT FROM (later.client, later.actor, later.kind, later.app, later.at)
