-- Takes the events out of the staging table that were loaded before: they are no news, but a warning where they say
-- something else than then. That none of the others is known must not be a condition of the statement that adds them, or
-- the planner would expect next to nothing of it.
-- Only events without a digest, of before there were any, are looked up. $1 and $2 are the first and the last day of the
-- staged events, so that no other months' tables are read. With $3 nothing is compared, and nobody warned.
WITH known AS (
    DELETE FROM intake_activity AS staged
    USING seen_event
    WHERE seen_event.external_id = staged.id COLLATE "C"
    RETURNING staged.*, seen_event.digest AS existing_digest
)
INSERT INTO intake_warning (number, field, reason)
SELECT number, 'id', to_json(id) || ' was seen before with other content, which is kept'
FROM known
WHERE NOT $3::boolean AND (
    existing_digest <> event_digest(client, actor, kind, app, at) OR existing_digest IS NULL AND NOT EXISTS (
        SELECT FROM activity_event AS existing
        JOIN client ON client.id = existing.client_id
        JOIN actor ON actor.id = existing.actor_id
        WHERE existing.day BETWEEN $1 AND $2 AND existing.day = known.day AND client.external_id = known.client
            AND actor.address = known.actor AND existing.external_id = known.id AND existing.at = known.at
            AND existing.kind = known.kind AND existing.app IS NOT DISTINCT FROM known.app
    )
)
