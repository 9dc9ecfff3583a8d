-- Credits as a chunk computed them, in cents: amounts are made of them here, many times faster than the driver sends those.
CREATE TEMP TABLE new_credit (
    partner_id bigint NOT NULL,
    client_id bigint NOT NULL,
    sold_cents bigint NOT NULL,
    sold_amount numeric(18, 2) NOT NULL GENERATED ALWAYS AS (sold_cents * 0.01) STORED,
    sold_status text NOT NULL,
    sold_until date,
    managed_cents bigint NOT NULL,
    managed_amount numeric(18, 2) NOT NULL GENERATED ALWAYS AS (managed_cents * 0.01) STORED,
    managed_status text NOT NULL,
    managed_until date,
    apps_used int NOT NULL,
    counts_in_median boolean NOT NULL,
    ways jsonb,
    valid_until date NOT NULL,
    further_apps_used smallint[]
) ON COMMIT DROP
