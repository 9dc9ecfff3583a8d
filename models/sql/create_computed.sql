CREATE TEMP TABLE new_standing (
    partner_id bigint PRIMARY KEY,
    sold_mrr numeric(24, 2) NOT NULL,
    managed_mrr numeric(24, 2) NOT NULL,
    median_app_usage numeric(12, 1),
    certified boolean NOT NULL,
    provisional boolean NOT NULL,
    tier text,
    rank smallint NOT NULL
) ON COMMIT DROP;
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
    PRIMARY KEY (partner_id, client_id)
) ON COMMIT DROP
