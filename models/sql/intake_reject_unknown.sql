-- Rejects the staged lines whose {field} the database does not have.
WITH bad AS (
    DELETE FROM {table} AS staged
    WHERE {field} IS NOT NULL AND NOT EXISTS (SELECT FROM {entity} WHERE external_id = staged.{field})
    RETURNING number, {field} AS id
)
INSERT INTO intake_rejection (number, field, reason)
SELECT number, '{field}', 'no {entity} has the id ' || to_json(id) FROM bad
