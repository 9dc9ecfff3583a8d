-- $1: the partner's external id.
SELECT '{"data":{"partner":' || coalesce((
    SELECT '{"name":' || to_json(name) || '}' FROM partner WHERE external_id = $1
), 'null') || '}}'
