-- What run {run} has answered for is not stale any more.
WITH partners AS (
    DELETE FROM stale_partner USING answered_partner_{run} AS answered WHERE stale_partner.id = answered.id
)
DELETE FROM stale_client USING answered_client_{run} AS answered WHERE stale_client.id = answered.id
