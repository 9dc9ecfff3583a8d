-- $1, $2: name and external id of the partner before. Texts are put together rather than objects: it is the faster way.
SELECT '{"data":{"partners":{"edges":[' || coalesce(string_agg(
    '{"node":{"externalId":' || to_json(p.external_id) || ',"name":' || to_json(p.name)
    || ',"tier":' || coalesce('{"key":' || to_json(d.tier) || '}', 'null')
    || ',"clients":{"edges":[' || coalesce(c.edges, '') || ']}}}', ','), '')
    || '],"pageInfo":{"endCursor":' || coalesce(to_json((array_agg(p.external_id || ':' || p.name))[count(*)])::text, 'null') || '}}}}'
FROM (
    SELECT id, external_id, name FROM partner WHERE (name_key, name COLLATE "C", external_id COLLATE "C") > (folded($1), $1, $2)
    ORDER BY name_key, name COLLATE "C", external_id COLLATE "C" LIMIT 50
) AS p
LEFT JOIN LATERAL (
    SELECT tier FROM tier_decision WHERE partner_id = p.id AND effective_on <= current_date
    ORDER BY effective_on DESC, revision DESC LIMIT 1
) AS d ON true
CROSS JOIN LATERAL (
    SELECT string_agg(
        '{"node":{"externalId":' || to_json(external_id) || ',"name":' || to_json(name)
        || '},"credit":{"sold":{"amount":"' || sold_amount || '","status":"' || sold_status || '","countsUntil":'
        || coalesce('"' || sold_until || '"', 'null')
        || '},"managed":{"amount":"' || managed_amount || '","status":"' || managed_status || '","countsUntil":'
        || coalesce('"' || managed_until || '"', 'null') || '}}}', ',') AS edges
    FROM (
        SELECT c.external_id, c.name, k.sold_amount, k.sold_status, k.sold_until, k.managed_amount, k.managed_status,
            k.managed_until
        FROM client_credit k JOIN client c ON c.id = k.client_id
        WHERE k.partner_id = p.id ORDER BY c.name_key, c.name COLLATE "C", c.external_id COLLATE "C" LIMIT 10
    ) AS first
) AS c
