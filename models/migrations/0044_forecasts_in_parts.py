from tortoise import migrations
from tortoise.migrations import operations as ops

# What a job has found is nobody's to read before all of it is there; it goes with what the job had to do.
TABLES = """
CREATE TABLE forecast_task (
    job_id bigint PRIMARY KEY REFERENCES recompute_job ON DELETE CASCADE,
    program text NOT NULL,
    day date NOT NULL,
    rests_on text NOT NULL,
    version bigint NOT NULL,
    marks bigint[] NOT NULL,
    partners bigint[],
    many integer NOT NULL,
    done integer NOT NULL,
    last_partner bigint NOT NULL
);
COMMENT ON TABLE forecast_task IS
    'What a job has to foresee after a day: for which partners, null for all, by what asked for it, and up to which of them
it has come. rests_on is what all of it rests on, in short; version is that of the forecasts kept when it began.';
CREATE TABLE found_forecast (
    job_id bigint NOT NULL REFERENCES forecast_task ON DELETE CASCADE,
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
    mrr numeric NOT NULL,
    PRIMARY KEY (job_id, partner_id, place)
);
COMMENT ON TABLE found_forecast IS
    'What a job that is under way has foreseen so far: rows of forecast, once it has come to its end.'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0043_months_wait_for_what_ends")]

    operations = [ops.RunSQL(TABLES, reverse_sql="DROP TABLE found_forecast; DROP TABLE forecast_task")]
