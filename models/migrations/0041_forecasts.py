from tortoise import migrations
from tortoise.migrations import operations as ops

# What is foreseen of each partner, as of the newest computed day (engine/kept_forecasts.py). Existing databases have
# none until workers of this version have looked at that day.
TABLES = """
CREATE TABLE forecast (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program text NOT NULL,
    partner_id bigint NOT NULL REFERENCES partner,
    place smallint NOT NULL,
    effective_on date NOT NULL,
    tier text,
    rank smallint NOT NULL,
    edition text NOT NULL,
    change text NOT NULL,
    falls_first boolean NOT NULL,
    metric text,
    client_id bigint REFERENCES client,
    last_day date,
    mrr numeric(24, 2) NOT NULL,
    foreseen_on date NOT NULL,
    CONSTRAINT forecast_key UNIQUE (program, partner_id, place)
);
CREATE INDEX forecast_falls ON forecast (program, mrr DESC, partner_id) WHERE falls_first;
COMMENT ON TABLE forecast IS
    'The next decisions for each partner as they are foreseen, place 1 being the next one. change compares the tier with that
of the decision before; falls_first is the first of a partner''s that demotes it. metric, client and last_day say what of
that ends first; mrr is the sum of what its metrics of MRR have now. Rows stay as long as the same is foreseen.';
CREATE TABLE forecast_day (
    program text PRIMARY KEY,
    day date,
    outlook text,
    version bigint NOT NULL,
    computed_at timestamptz
);
COMMENT ON TABLE forecast_day IS
    'The computed day after which all of a program''s forecasts are. outlook is what all rest on, in short, null where it
changes from day to day; version rises each time that any are written.';
CREATE TABLE stale_forecast (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program text NOT NULL,
    partner_id bigint
);
COMMENT ON TABLE stale_forecast IS
    'Partners that runs have looked at since their forecasts were made, or whose tiers were decided; null for all of them.'
"""
NO_TABLES = "DROP TABLE stale_forecast; DROP TABLE forecast_day; DROP TABLE forecast"


class Migration(migrations.Migration):
    dependencies = [("models", "0036_credits_by_way")]

    operations = [ops.RunSQL(TABLES, reverse_sql=NO_TABLES)]
