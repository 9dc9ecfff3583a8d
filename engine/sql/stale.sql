-- What was loaded or taken in since the newest day was computed, as of now: run {run} answers for it, and for no more.
CREATE UNLOGGED TABLE answered_client_{run} AS SELECT id, client_id FROM stale_client;
CREATE UNLOGGED TABLE answered_partner_{run} AS SELECT id, partner_id, with_clients FROM stale_partner
