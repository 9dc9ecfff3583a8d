from tortoise import migrations
from tortoise.migrations import operations as ops

# What the words of docs/rules.md mean in terms of rows: whoever reads says them, and not what they stand for. Parsed here,
# so that they are bound to tables and columns, whatever these are called later and whatever a caller's search path is.
# None of them names columns that it does not need: one that is added to a table is in no one's way.
NEWEST_DAY = """
CREATE VIEW newest_day AS
SELECT day, report_id, program_digest, computed_at FROM computed_day ORDER BY day DESC LIMIT 1;
COMMENT ON VIEW newest_day IS 'The newest computed day: at most one row. Current standings and credits are of it.'
"""
NEWEST_STANDING = """
CREATE VIEW newest_standing AS
SELECT s.id, s.partner_id, s.as_of, s.sold_mrr, s.managed_mrr, s.median_app_usage, s.certified, s.provisional, s.tier,
       s.program, s.computed_at
FROM standing s
JOIN partner p ON p.id = s.partner_id AND p.joined_on <= s.as_of
WHERE s.as_of = (SELECT day FROM newest_day);
COMMENT ON VIEW newest_standing IS 'The standings of the newest computed day, of partners that have joined by it.'
"""
# In the order of the index backward. Conditions on the two columns go inside, those of a range of partners, too.
LATEST_DECISION = """
CREATE VIEW latest_decision AS
SELECT DISTINCT ON (d.partner_id, d.effective_on)
       d.id, d.partner_id, d.effective_on, d.as_of, d.revision, d.tier, d.rank, d.program, d.sold_mrr, d.managed_mrr,
       d.median_app_usage, d.certified, d.provisional, d.known_at, d.program_digest, d.inputs_digest
FROM tier_decision d
ORDER BY d.partner_id DESC, d.effective_on DESC, d.revision DESC;
COMMENT ON VIEW latest_decision IS 'Decisions, effective or not yet, in their latest revision.'
"""
# Tables of one row at most, to be joined: those are written out inside the statement that calls them, which PostgreSQL
# does not do for a function that gives a value out of a table.
DECISION_IN_EFFECT = """
CREATE FUNCTION decision_in_effect(partner bigint, day date)
RETURNS TABLE (id bigint, effective_on date, revision int, tier varchar, rank smallint, edition varchar)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT d.id, d.effective_on, d.revision, d.tier, d.rank, d.program
    FROM tier_decision d
    WHERE d.partner_id = partner AND d.effective_on <= day
    ORDER BY d.effective_on DESC, d.revision DESC
    LIMIT 1;
END;
COMMENT ON FUNCTION decision_in_effect IS
    'The newest decision of a partner that is effective on a day, in its latest revision.'
"""
TIER_ON = """
CREATE FUNCTION tier_on(partner bigint, day date)
RETURNS TABLE (tier varchar, rank smallint, edition varchar, since date)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT d.tier, d.rank, d.edition, CASE WHEN d.tier IS NOT NULL THEN (
        SELECT min(s.effective_on)
        FROM latest_decision s
        WHERE s.partner_id = partner AND s.effective_on <= day AND s.effective_on > coalesce((
            SELECT max(o.effective_on)
            FROM latest_decision o
            WHERE o.partner_id = partner AND o.effective_on <= day AND o.tier IS DISTINCT FROM d.tier
        ), '-infinity')
    ) END
    FROM decision_in_effect(partner, day) d;
END;
COMMENT ON FUNCTION tier_on IS
    'The tier that a partner holds on a day, null for none, and since which of the decisions that gave it without a break.'
"""
NEWEST_UNTIL = """
CREATE FUNCTION newest_day_until(last date) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT max(day) FROM computed_day WHERE day <= last;
END;
COMMENT ON FUNCTION newest_day_until IS 'The newest computed day up to a day, null for none.';
CREATE FUNCTION newest_decision_until(last date) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT max(effective_on) FROM tier_decision WHERE effective_on <= last;
END;
COMMENT ON FUNCTION newest_decision_until IS 'The newest day up to a day on which decisions take effect, null for none.'
"""
# What is shown of a standing and of a decision, worked out of what is stored of them. `tiers` decides; a test holds these
# equal to it.
METRIC_VALUE = """
CREATE FUNCTION metric_value(
    metric text, sold_mrr numeric, managed_mrr numeric, median_app_usage numeric, certified boolean
) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE metric WHEN 'SOLD_MRR' THEN sold_mrr WHEN 'MANAGED_MRR' THEN managed_mrr
    WHEN 'MEDIAN_APP_USAGE' THEN median_app_usage WHEN 'CERTIFIED' THEN certified::int END;
COMMENT ON FUNCTION metric_value IS
    'A metric of a standing or a decision, money in units of the currency; 1 for certified, 0 for not.'
"""
GATE = """
CREATE FUNCTION gate_passed(actual numeric, required numeric) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(actual >= required, false);
COMMENT ON FUNCTION gate_passed IS 'Whether a metric is at least what a gate requires; no number never is.';
CREATE FUNCTION gate_missing(actual numeric, required numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN greatest(required - coalesce(actual, 0), 0);
COMMENT ON FUNCTION gate_missing IS 'What a metric lacks: 0 when the gate passes, all of it when there is no number.'
"""
TIER_CHANGE = """
CREATE FUNCTION tier_change(rank int, previous int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE sign(coalesce(rank, 0) - coalesce(previous, 0)) WHEN 1 THEN 'PROMOTED' WHEN -1 THEN 'DEMOTED' ELSE 'UNCHANGED' END;
COMMENT ON FUNCTION tier_change IS 'How a rank compares with the one before it. No tier, 0 or null, is below the lowest.'
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0024_credits_valid_until")]

    operations = [
        ops.AlterModelOptions(
            "ActivityEvent",
            {
                "pk_attr": "id",
                "table_description": "One event as loaded; never changed. `app` is kept as given, also when no edition counts it.",
            },
        ),
        ops.AlterModelOptions(
            "ProgramInUse",
            {
                "pk_attr": "key",
                "table_description": "An edition that this database is decided by, as the process that first used it had it.",
            },
        ),
        ops.RunSQL(NEWEST_DAY, reverse_sql="DROP VIEW newest_day"),
        ops.RunSQL(NEWEST_STANDING, reverse_sql="DROP VIEW newest_standing"),
        ops.RunSQL(LATEST_DECISION, reverse_sql="DROP VIEW latest_decision"),
        ops.RunSQL(DECISION_IN_EFFECT, reverse_sql="DROP FUNCTION decision_in_effect"),
        ops.RunSQL(TIER_ON, reverse_sql="DROP FUNCTION tier_on"),
        ops.RunSQL(NEWEST_UNTIL, reverse_sql="DROP FUNCTION newest_day_until; DROP FUNCTION newest_decision_until"),
        ops.RunSQL(METRIC_VALUE, reverse_sql="DROP FUNCTION metric_value"),
        ops.RunSQL(GATE, reverse_sql="DROP FUNCTION gate_passed; DROP FUNCTION gate_missing"),
        ops.RunSQL(TIER_CHANGE, reverse_sql="DROP FUNCTION tier_change"),
    ]
