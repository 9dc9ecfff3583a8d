-- The staged events, which have an id each that is not known yet, are kept, and their clients' days are stale from now on.
-- In the order of the ids, as every load does it, so that loads at the same time wait for each other and never in a circle;
-- {if_both} says what is done with an id that another one brings at the same time.
WITH fresh AS (
    INSERT INTO seen_event (external_id, digest)
    SELECT staged.id COLLATE "C" AS id, event_digest(client, actor, kind, app, at)
    FROM intake_activity AS staged
    ORDER BY id
    {if_both}
    RETURNING external_id
),
added AS (
    INSERT INTO activity_event (external_id, client_id, actor_id, kind, app, at, day)
    SELECT staged.id, client.id, actor.id, staged.kind, staged.app, staged.at, staged.day
    FROM intake_activity AS staged
    JOIN fresh ON fresh.external_id = staged.id
    JOIN client ON client.external_id = staged.client
    JOIN actor ON actor.address = staged.actor
    RETURNING client_id, day
),
stale AS (
    INSERT INTO stale_day (client_id, day) SELECT DISTINCT client_id, day FROM added
)
SELECT count(*) FROM added
