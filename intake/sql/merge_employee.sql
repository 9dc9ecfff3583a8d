-- The last line of each employee wins. The addresses are interned before.
WITH written AS (
    INSERT INTO employee AS kept (external_id, partner_id, email, email_domain, actor_id)
    SELECT DISTINCT ON (staged.id COLLATE "C") staged.id, partner.id, staged.email, staged.email_domain, actor.id
    FROM intake_employee AS staged
    JOIN partner ON partner.external_id = staged.partner
    JOIN actor ON actor.address = staged.address
    ORDER BY staged.id COLLATE "C", staged.number DESC
    ON CONFLICT (external_id) DO UPDATE SET
        partner_id = excluded.partner_id,
        email = excluded.email,
        email_domain = excluded.email_domain,
        actor_id = excluded.actor_id
    WHERE (kept.partner_id, kept.email, kept.email_domain, kept.actor_id)
        IS DISTINCT FROM (excluded.partner_id, excluded.email, excluded.email_domain, excluded.actor_id)
    RETURNING id
),
stale AS (
    INSERT INTO stale_client (client_id)
    SELECT DISTINCT client_id FROM access WHERE employee_id IN (SELECT id FROM written)
)
SELECT count(*) FROM written
