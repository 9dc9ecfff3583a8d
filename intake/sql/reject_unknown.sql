-- Rejects the staged lines whose {field} the database does not have.
WITH bad AS (
    DELETE FROM {staging} AS staged
    WHERE {field} IS NOT NULL AND NOT EXISTS (SELECT FROM {entity} WHERE external_id = staged.{field})
    RETURNING number, {field} AS id, {of_report}
)
INSERT INTO intake_rejection (number, field, reason, of_report, period, revision)
SELECT number, '{field}', 'no {entity} has the id ' || to_json(id), of_report, period, revision FROM bad
