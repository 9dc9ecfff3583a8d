-- What the chunks of run {run} leave for the moment at which all of it becomes visible. Gone with the run.
CREATE UNLOGGED TABLE new_standing_{run} (
    partner_id bigint PRIMARY KEY,
    metrics jsonb NOT NULL,
    factors jsonb,
    provisional boolean NOT NULL,
    tier text,
    rank smallint NOT NULL
);
CREATE UNLOGGED TABLE changed_credit_{run} (
    id bigint,
    partner_id bigint NOT NULL,
    client_id bigint NOT NULL,
    sold_amount numeric(18, 2) NOT NULL,
    sold_status text NOT NULL,
    sold_until date,
    managed_amount numeric(18, 2) NOT NULL,
    managed_status text NOT NULL,
    managed_until date,
    apps_used int NOT NULL,
    counts_in_median boolean NOT NULL,
    ways jsonb,
    valid_until date NOT NULL,
    further_apps_used smallint[]
);
CREATE UNLOGGED TABLE gone_credit_{run} (id bigint NOT NULL);
CREATE UNLOGGED TABLE new_decision_{run} (
    id bigint NOT NULL,
    revision int NOT NULL,
    notify boolean NOT NULL,
    partner_id bigint NOT NULL,
    inputs_digest text NOT NULL
);
CREATE INDEX gathered_{run}_partner ON gathered_{run} USING brin (partner) WITH (pages_per_range = 16);
-- What it is looked up and joined by; all that the rules look at besides takes some times longer.
ANALYZE gathered_{run} (partner, client, employee)
