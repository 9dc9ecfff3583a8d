-- Takes the events out of the staging table that were loaded before: they are no news, but a warning where they say
-- something else than then. That none of the others is known must not be a condition of the statement that adds them, or
-- the planner would expect next to nothing of it.
-- $1 and $2 are the first and the last day of the staged events, so that no other months' tables are read.
WITH known AS (
    DELETE FROM intake_activity AS staged
    USING seen_event
    WHERE seen_event.external_id = staged.id COLLATE "C"
    RETURNING staged.*
)
INSERT INTO intake_warning (number, field, reason)
SELECT known.number, 'id', to_json(known.id) || ' was seen before with other content, which is kept'
FROM known
JOIN client ON client.external_id = known.client
JOIN actor ON actor.address = known.address
WHERE NOT EXISTS (
    SELECT FROM activity_event AS kept
    WHERE kept.day BETWEEN $1 AND $2 AND kept.day = known.day AND kept.client_id = client.id AND kept.actor_id = actor.id
        AND kept.external_id = known.id AND kept.at = known.at AND kept.kind = known.kind
        AND kept.app IS NOT DISTINCT FROM known.app
)
