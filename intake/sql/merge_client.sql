-- The last line of each client wins.
WITH written AS (
    INSERT INTO client AS kept (external_id, name, registered_on, country, sold_by_id, sold_on)
    SELECT DISTINCT ON (staged.id COLLATE "C")
        staged.id, staged.name, staged.registered_on, staged.country, partner.id, staged.sold_on
    FROM intake_client AS staged
    LEFT JOIN partner ON partner.external_id = staged.sold_by
    ORDER BY staged.id COLLATE "C", staged.number DESC
    ON CONFLICT (external_id) DO UPDATE SET
        name = excluded.name,
        registered_on = excluded.registered_on,
        country = excluded.country,
        sold_by_id = excluded.sold_by_id,
        sold_on = excluded.sold_on
    WHERE (kept.name, kept.registered_on, kept.country, kept.sold_by_id, kept.sold_on)
        IS DISTINCT FROM (excluded.name, excluded.registered_on, excluded.country, excluded.sold_by_id, excluded.sold_on)
    RETURNING id
)
INSERT INTO stale_client (client_id) SELECT id FROM written
