-- What run {run} has dealt with is not stale any more.
WITH partners AS (
    DELETE FROM stale_partner USING claimed_stale_partner_{run} AS claimed WHERE stale_partner.id = claimed.id
)
DELETE FROM stale_client USING claimed_stale_client_{run} AS claimed WHERE stale_client.id = claimed.id
