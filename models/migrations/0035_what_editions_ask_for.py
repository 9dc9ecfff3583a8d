from tortoise import migrations
from tortoise.migrations import operations as ops

# What published editions say, beside their texts, as the database's own statements need it: models/edition_rows.py.
# Gates are looked up for each standing that is shown. Were the few there are on one page, PostgreSQL would read all of
# them each time, in place of those that the key finds.
TABLES = """
CREATE TABLE edition_metric (
    program text NOT NULL,
    edition text NOT NULL,
    key text NOT NULL,
    place smallint NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    description text,
    decimals smallint NOT NULL,
    PRIMARY KEY (program, edition, key)
);
COMMENT ON TABLE edition_metric IS 'The metrics of published editions. Values are written with so many decimals at least.';
CREATE TABLE edition_gate (
    program text NOT NULL,
    edition text NOT NULL,
    held text NOT NULL,
    alternative smallint NOT NULL,
    place smallint NOT NULL,
    tier text NOT NULL,
    metric text NOT NULL,
    decimals smallint NOT NULL,
    comparison text NOT NULL CHECK (comparison IN ('AT_LEAST', 'ABOVE')),
    threshold numeric NOT NULL,
    step numeric NOT NULL,
    PRIMARY KEY (program, edition, held, alternative, place),
    FOREIGN KEY (program, edition, metric) REFERENCES edition_metric
) WITH (fillfactor = 10);
COMMENT ON TABLE edition_gate IS
    'By the tier that is held, empty for none, the gates of the tier after it; by the highest, its own. A number that has
only reached what it must exceed lacks a step. Thresholds and steps have the decimals with which they are written.'
"""
WITH_DECIMALS = """
CREATE FUNCTION with_decimals(number numeric, decimals int) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN round(number, greatest(scale(trim_scale(number)), decimals));
COMMENT ON FUNCTION with_decimals IS 'The same number with the decimals that it needs, and with so many at least.'
"""
# `tiers` decides, and a test holds this equal to it. Requirements have 12 decimals at most; a number that has more lies
# between two that a requirement can be, so what it lacks is rounded up to 12 and is never 0.
#
# Run once for each standing that is shown: one row is looked up for a gate, and numbers are read out of JSON once, for
# which the inner SELECT must stay one (OFFSET). Who selects nothing of the metric does not pay for its join.
GATES_AHEAD = """
CREATE FUNCTION gates_ahead(of_program text, of_edition text, tier_held text, metrics jsonb, factors jsonb)
RETURNS TABLE (
    tier text, alternative smallint, place smallint,
    metric_key text, metric_name text, metric_unit text, metric_description text,
    comparison text, required numeric, actual numeric, passed boolean, missing numeric
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    SELECT n.tier, n.alternative, n.place, n.metric, m.name, m.unit, m.description, n.comparison,
           CASE WHEN factors IS NULL THEN n.required ELSE with_decimals(n.required, n.decimals) END,
           round(n.actual, greatest(scale(n.actual), n.decimals)),
           coalesce(n.actual > n.required OR n.comparison = 'AT_LEAST' AND n.actual = n.required, false),
           CASE
               WHEN n.actual > n.required OR n.comparison = 'AT_LEAST' AND n.actual = n.required
               THEN round(0::numeric, n.decimals)
               WHEN scale(n.actual) > 12
               THEN with_decimals(ceil((n.required - n.actual + n.step) * 1e12) * 1e-12, n.decimals)
               ELSE with_decimals(n.required - coalesce(n.actual, 0) + n.step, n.decimals)
           END
    FROM (
        SELECT g.tier, g.alternative, g.place, g.metric, g.decimals, g.comparison, g.step,
               trim_scale((metrics ->> g.metric)::numeric) AS actual,
               CASE WHEN factors IS NULL THEN g.threshold
                    ELSE g.threshold * coalesce((factors ->> g.metric)::numeric, 1) END AS required
        FROM edition_gate g
        WHERE g.edition = of_edition AND g.held = coalesce(tier_held, '') AND g.program = of_program
        OFFSET 0
    ) n
    LEFT JOIN edition_metric m ON m.program = of_program AND m.edition = of_edition AND m.key = n.metric;
END;
COMMENT ON FUNCTION gates_ahead IS
    'The gates of the tier after the one that is held (null for none), or of the highest, beside numbers and factors as stored.'
"""
ONE_METRIC = """
CREATE FUNCTION metric_value(
    metric text, sold_mrr numeric, managed_mrr numeric, median_app_usage numeric, certified boolean
) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE metric WHEN 'SOLD_MRR' THEN sold_mrr WHEN 'MANAGED_MRR' THEN managed_mrr
    WHEN 'MEDIAN_APP_USAGE' THEN median_app_usage WHEN 'CERTIFIED' THEN certified::int END;
CREATE FUNCTION gate_passed(actual numeric, required numeric) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(actual >= required, false);
CREATE FUNCTION gate_missing(actual numeric, required numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN greatest(required - coalesce(actual, 0), 0)
"""
WITHOUT_ONE_METRIC = "DROP FUNCTION gate_missing; DROP FUNCTION gate_passed; DROP FUNCTION metric_value"
# What events tell of standings, in the words of the tables as they are now: it is read as a row of theirs.
TOLD = """
UPDATE event SET payload = payload || CASE WHEN payload ? 'metrics' THEN '{}' ELSE jsonb_build_object(
    'edition', payload -> 'program', 'factors', NULL, 'metrics', jsonb_build_object(
        'SOLD_MRR', payload -> 'sold_mrr', 'MANAGED_MRR', payload -> 'managed_mrr',
        'MEDIAN_APP_USAGE', payload -> 'median_app_usage', 'CERTIFIED', (payload ->> 'certified')::boolean::int
    )
) END || jsonb_build_object('program', coalesce(
    (SELECT min(program) FROM edition WHERE status = 'PUBLISHED'), 'agency'
)) WHERE kind = 'STANDING_CHANGED'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0034_derived_rows_of_a_program")]

    operations = [
        ops.RunSQL(TABLES, reverse_sql="DROP TABLE edition_gate; DROP TABLE edition_metric"),
        ops.RunSQL(WITH_DECIMALS, reverse_sql="DROP FUNCTION with_decimals"),
        ops.RunSQL(GATES_AHEAD, reverse_sql="DROP FUNCTION gates_ahead"),
        ops.RunSQL(WITHOUT_ONE_METRIC, reverse_sql=ONE_METRIC),
        ops.RunSQL(TOLD, reverse_sql="SELECT"),
    ]
