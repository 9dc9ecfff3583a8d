-- $1: the partner's external id.
SELECT '{"data":{"partner":' || coalesce((
    SELECT '{"externalId":' || to_json(p.external_id) || ',"name":' || to_json(p.name)
        || ',"country":' || coalesce(to_json(p.country)::text, 'null') || ',"joinedOn":"' || p.joined_on || '"'
        || ',"tier":' || coalesce('{"key":' || to_json(d.tier) || '}', 'null')
        || ',"standing":' || coalesce(s.numbers, 'null') || ',"tierHistory":{"edges":[' || coalesce(h.edges, '') || ']}}'
    FROM partner p
    LEFT JOIN LATERAL (
        SELECT tier FROM tier_decision WHERE partner_id = p.id AND effective_on <= current_date
        ORDER BY effective_on DESC, revision DESC LIMIT 1
    ) AS d ON true
    LEFT JOIN LATERAL (
        SELECT '{"asOf":"' || as_of || '","soldMrr":"' || sold_mrr || '","managedMrr":"' || managed_mrr
            || '","medianAppUsage":' || coalesce('"' || median_app_usage || '"', 'null') || ',"certified":' || certified
            || ',"provisional":' || provisional || ',"tier":' || coalesce('{"key":' || to_json(tier) || '}', 'null')
            || '}' AS numbers
        FROM standing WHERE partner_id = p.id AND as_of = (SELECT max(day) FROM computed_day)
    ) AS s ON true
    CROSS JOIN LATERAL (
        SELECT string_agg(
            '{"node":{"effectiveOn":"' || effective_on || '","tier":'
            || coalesce('{"key":' || to_json(tier) || '}', 'null') || ',"soldMrr":"' || sold_mrr
            || '","managedMrr":"' || managed_mrr || '","medianAppUsage":'
            || coalesce('"' || median_app_usage || '"', 'null') || ',"certified":' || certified
            || ',"revision":' || revision || ',"knownAt":' || to_json(known_at) || '}}', ',') AS edges
        FROM (
            SELECT DISTINCT ON (effective_on) * FROM tier_decision
            WHERE partner_id = p.id AND effective_on <= current_date
            ORDER BY effective_on DESC, revision DESC LIMIT 12
        ) AS newest
    ) AS h
    WHERE p.external_id = $1
), 'null') || '}}'
