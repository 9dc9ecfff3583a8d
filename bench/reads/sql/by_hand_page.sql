-- $1, $2: name and external id of the client before. One row more than the page says whether the list goes on.
WITH found AS MATERIALIZED (
    SELECT row_number() OVER () AS number, external_id || ':' || name AS cursor, external_id, name, country, registered_on
    FROM (
        SELECT external_id, name, country, registered_on FROM client WHERE (name_key, name COLLATE "C", external_id COLLATE "C") > (folded($1), $1, $2)
        ORDER BY name_key, name COLLATE "C", external_id COLLATE "C" LIMIT 101
    ) AS one
)
SELECT '{"data":{"clients":{"edges":[' || coalesce(string_agg(
    '{"cursor":' || to_json(cursor) || ',"node":{"externalId":' || to_json(external_id) || ',"name":' || to_json(name)
    || ',"country":' || coalesce(to_json(country)::text, 'null') || ',"registeredOn":"' || registered_on || '"}}', ','
    ) FILTER (WHERE number <= 100), '')
    || '],"pageInfo":{"hasNextPage":' || (count(*) > 100) || ',"endCursor":'
    || coalesce(to_json((array_agg(cursor))[least(count(*), 100)])::text, 'null') || '}}}}'
FROM found
