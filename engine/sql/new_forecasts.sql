-- What is foreseen of partners, before it is held beside what was.
CREATE TEMP TABLE new_forecast (
    partner_id bigint NOT NULL,
    place smallint NOT NULL,
    effective_on date NOT NULL,
    tier text,
    rank smallint NOT NULL,
    edition text NOT NULL,
    change text NOT NULL,
    falls_first boolean NOT NULL,
    metric text,
    client_id bigint,
    last_day date,
    mrr numeric NOT NULL
) ON COMMIT DROP
