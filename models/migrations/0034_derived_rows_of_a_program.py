from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

# In the order in which rows are looked for: a partner's, by day, and of a day the latest revision in each program.
KEYS = {
    "Standing": ("standing_key", ("partner_id", "as_of", "program")),
    "TierDecision": ("tier_decision_key", ("partner_id", "effective_on", "program", "revision")),
    "ClientCredit": ("client_credit_key", ("partner_id", "client_id", "program")),
}
TABLES = ("standing", "tier_decision", "client_credit", "computed_day", "recompute_job", "recompute_run")
DAYS = """
ALTER TABLE computed_day DROP CONSTRAINT computed_day_pkey;
ALTER TABLE computed_day ADD CONSTRAINT computed_day_pkey PRIMARY KEY ({key})
"""
# An installation has gone by one program, which is that of its editions, and by the shipped one before it had any.
OWN = """
UPDATE {table} SET program = own.program
FROM (SELECT min(program) AS program FROM edition WHERE status = 'PUBLISHED') AS own
WHERE own.program <> 'agency'
"""
# Those who do not name a program read the one in use, of which the newest computed day is.
WITHOUT_WORDS = """
DROP FUNCTION tier_on(bigint, date);
DROP VIEW latest_decision;
DROP VIEW newest_standing;
DROP VIEW newest_day
"""
NEWEST_DAY = """
CREATE VIEW newest_day AS
SELECT day, report_id, edition_digest, computed_at{selected} FROM computed_day ORDER BY day DESC LIMIT 1;
COMMENT ON VIEW newest_day IS 'The newest computed day: at most one row. Current standings and credits are of it.'
"""
NEWEST_STANDING = """
CREATE VIEW newest_standing AS
SELECT s.id, s.partner_id, s.as_of, s.metrics, s.factors, s.sold_mrr, s.managed_mrr, s.median_app_usage, s.certified,
       s.provisional, s.tier, {of_standing}s.edition, s.computed_at
FROM standing s
JOIN partner p ON p.id = s.partner_id AND p.joined_on <= s.as_of
WHERE s.as_of = (SELECT day FROM newest_day){of_newest};
COMMENT ON VIEW newest_standing IS 'The standings of the newest computed day, of partners that have joined by it.'
"""
LATEST_DECISION = """
CREATE VIEW latest_decision AS
SELECT DISTINCT ON (d.partner_id, d.effective_on{key})
       d.id, d.partner_id, d.effective_on, d.as_of, d.revision, d.tier, d.rank, {of_decision}d.edition, d.metrics, d.factors,
       d.sold_mrr, d.managed_mrr, d.median_app_usage, d.certified, d.provisional, d.known_at, d.edition_digest,
       d.inputs_digest
FROM tier_decision d
ORDER BY d.partner_id DESC, d.effective_on DESC, {descending}d.revision DESC;
COMMENT ON VIEW latest_decision IS 'Decisions, effective or not yet, in their latest revision.'
"""
DECISION_IN_EFFECT = """
CREATE OR REPLACE FUNCTION decision_in_effect(partner bigint, day date)
RETURNS TABLE (id bigint, effective_on date, revision int, tier varchar, rank smallint, edition varchar)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT d.id, d.effective_on, d.revision, d.tier, d.rank, d.edition
    FROM tier_decision d
    WHERE d.partner_id = partner AND d.effective_on <= day
    ORDER BY d.effective_on DESC, {descending}d.revision DESC
    LIMIT 1;
END
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
FUNCTIONS = """
CREATE FUNCTION newest_day_of(of_program text)
RETURNS TABLE (day date, report_id bigint, edition_digest varchar)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT c.day, c.report_id, c.edition_digest
    FROM computed_day c
    WHERE c.program = of_program
    ORDER BY c.day DESC
    LIMIT 1;
END;
COMMENT ON FUNCTION newest_day_of IS 'The newest computed day of a program.';
CREATE FUNCTION decision_in_effect(partner bigint, day date, of_program text)
RETURNS TABLE (id bigint, effective_on date, revision int, tier varchar, rank smallint, edition varchar)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT d.id, d.effective_on, d.revision, d.tier, d.rank, d.edition
    FROM tier_decision d
    WHERE d.partner_id = partner AND d.program = of_program AND d.effective_on <= day
    ORDER BY d.effective_on DESC, d.revision DESC
    LIMIT 1;
END;
COMMENT ON FUNCTION decision_in_effect(bigint, date, text) IS
    'The newest decision of a partner in a program that is effective on a day, in its latest revision.'
"""
WITHOUT_FUNCTIONS = """
DROP FUNCTION newest_day_of(text);
DROP FUNCTION decision_in_effect(bigint, date, text)
"""
WORDS = f"{NEWEST_DAY};{NEWEST_STANDING};{LATEST_DECISION};{TIER_ON}"
WITHOUT_PROGRAM = dict.fromkeys(("selected", "of_standing", "of_newest", "of_decision", "key", "descending"), "")
WITH_PROGRAM = {
    "selected": ", program",
    "of_standing": "s.program, ",
    "of_newest": " AND s.program = (SELECT program FROM newest_day)",
    "of_decision": "d.program, ",
    "key": ", d.program",
    "descending": "d.program DESC, ",
}


def _of_program(model: str) -> ops.AddField:
    return ops.AddField(model_name=model, name="program", field=fields.CharField(max_length=64, db_default="agency"))


def _key(model: str, name: str, columns: tuple[str, ...]) -> list[ops.Operation]:
    return [
        ops.RemoveConstraint(model_name=model, name=name),
        ops.AddConstraint(model_name=model, constraint=UniqueConstraint(fields=columns, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("models", "0033_metrics_of_any_edition")]

    operations = [
        ops.RunSQL(WITHOUT_WORDS, reverse_sql=WORDS.format(**WITHOUT_PROGRAM)),
        *(_of_program(model) for model in (*KEYS, "ComputedDay", "RecomputeJob")),
        ops.RunSQL(
            "ALTER TABLE recompute_run ADD COLUMN program text NOT NULL DEFAULT 'agency'",
            reverse_sql="ALTER TABLE recompute_run DROP COLUMN program",
        ),
        *(ops.RunSQL(OWN.format(table=table), reverse_sql="SELECT") for table in TABLES),
        *(operation for model, key in KEYS.items() for operation in _key(model, *key)),
        ops.RunSQL(DAYS.format(key="day, program"), reverse_sql=DAYS.format(key="day")),
        ops.RunSQL(DECISION_IN_EFFECT.format(**WITH_PROGRAM), reverse_sql=DECISION_IN_EFFECT.format(**WITHOUT_PROGRAM)),
        ops.RunSQL(WORDS.format(**WITH_PROGRAM), reverse_sql=WITHOUT_WORDS),
        ops.RunSQL(FUNCTIONS, reverse_sql=WITHOUT_FUNCTIONS),
    ]
