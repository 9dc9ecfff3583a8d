-- The first event of each id is kept, and its client's day is stale from now on.
-- In the order of the ids, as every load does it, so that loads at the same time wait for each other and never in a circle.
WITH added AS (
    INSERT INTO activity_event (external_id, client_id, actor_id, kind, app, at, day)
    SELECT DISTINCT ON (staged.id COLLATE "C")
        staged.id, staged.client_id, staged.actor_id, staged.kind, staged.app, staged.at, staged.day
    FROM (
        -- Joined before it is known which are new: the planner takes those for few, and would look each of them up.
        SELECT staged.*, client.id AS client_id, actor.id AS actor_id
        FROM intake_activity AS staged
        JOIN client ON client.external_id = staged.client
        JOIN actor ON actor.address = staged.address
        OFFSET 0
    ) AS staged
    WHERE NOT EXISTS (SELECT FROM activity_event WHERE external_id = staged.id)
    ORDER BY staged.id COLLATE "C", staged.number
    ON CONFLICT (external_id) DO NOTHING
    RETURNING client_id, day
),
stale AS (
    INSERT INTO stale_day (client_id, day) SELECT DISTINCT client_id, day FROM added
)
SELECT count(*) FROM added
