CREATE TEMP TABLE gathered (
    partner bigint NOT NULL,
    partner_external_id text NOT NULL,
    certified boolean NOT NULL,
    client bigint,
    registered_on date,
    sold_on date,
    reported bigint,
    apps_used int NOT NULL,
    employee bigint,
    granted_on date,
    revoked_on date,
    domain_matches boolean,
    last_active_on date
) ON COMMIT DROP
