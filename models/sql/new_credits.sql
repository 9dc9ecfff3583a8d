CREATE TEMP TABLE new_credit (
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
    steady_until date NOT NULL
) ON COMMIT DROP
