-- Rejects the staged events that are more than a day ahead of this clock, and those of days whose activity was dropped;
-- keeps more from being dropped during the load.
WITH limits AS (
    SELECT activity_from FROM calendar FOR SHARE
),
bad AS (
    DELETE FROM intake_activity AS staged
    WHERE staged.at > statement_timestamp() + interval '24 hours' OR staged.day < (SELECT activity_from FROM limits)
    RETURNING staged.number, staged.at, staged.day
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, 'at', CASE
    WHEN at > statement_timestamp() THEN format(
        'lies more than a day ahead: it is %s by the database''s clock',
        to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    )
    ELSE format('lies on %s, and activity is kept from %s on only', day, (SELECT activity_from FROM limits))
END
FROM bad
