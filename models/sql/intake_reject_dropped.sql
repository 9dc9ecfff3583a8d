-- Rejects the staged events of days whose activity was dropped, and keeps more from being dropped during the load.
WITH kept AS (
    SELECT activity_from FROM calendar FOR SHARE
),
bad AS (
    DELETE FROM intake_activity AS staged USING kept
    WHERE staged.day < kept.activity_from
    RETURNING staged.number, staged.day, kept.activity_from
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, 'at', format('lies on %s, and activity is kept from %s on only', day, activity_from) FROM bad
