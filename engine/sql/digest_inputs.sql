-- The digest of what each partner's decision rests on, of the gathered rows that are put in: of its facts by the ids that
-- the caller gave them, in the order of those, and so the same for the same facts in any database.
SELECT partner AS partner_id, encode(sha256(convert_to(string_agg(fact, '' ORDER BY fact COLLATE "C"), 'UTF8')), 'hex')
           AS inputs_digest
FROM (
    SELECT g.partner, (partner_external_id, certified_from IS NOT NULL, c.external_id, g.registered_on, g.sold_on, reported,
                       bit_count(apps::bit(64)), e.external_id, granted_on, ends_on, domain_matches,
                       greatest(last_login_on, last_use_on))::text || coalesce(more, '') AS fact
    FROM {gathered} g
    LEFT JOIN client c ON c.id = g.client
    LEFT JOIN employee e ON e.id = g.employee
    {narrowed}
) AS facts
GROUP BY partner
