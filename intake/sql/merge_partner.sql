-- The last line of each partner wins.
WITH written AS (
    INSERT INTO partner AS kept (external_id, name, domains, domain_keys, country, joined_on)
    SELECT DISTINCT ON (id COLLATE "C") id, name, domains, domain_keys, country, joined_on
    FROM intake_partner
    ORDER BY id COLLATE "C", number DESC
    ON CONFLICT (external_id) DO UPDATE SET
        name = excluded.name,
        domains = excluded.domains,
        domain_keys = excluded.domain_keys,
        country = excluded.country,
        joined_on = excluded.joined_on
    WHERE (kept.name, kept.domains, kept.domain_keys, kept.country, kept.joined_on)
        IS DISTINCT FROM (excluded.name, excluded.domains, excluded.domain_keys, excluded.country, excluded.joined_on)
    RETURNING id
)
INSERT INTO stale_partner (partner_id, with_clients) SELECT id, true FROM written
