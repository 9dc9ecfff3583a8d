-- What was loaded or taken in since the newest day was computed, as of now: run {run} deals with it, and with no more.
CREATE UNLOGGED TABLE claimed_stale_client_{run} AS SELECT id, client_id FROM stale_client;
CREATE UNLOGGED TABLE claimed_stale_partner_{run} AS SELECT id, partner_id, with_clients FROM stale_partner
