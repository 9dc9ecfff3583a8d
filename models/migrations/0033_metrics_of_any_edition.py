from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

# The four metrics that had columns, with the digits that these had: one rewrite of each table makes the values by key of
# them, and another makes the columns anew, out of the values. Views and functions that name them go and come back.
WITHOUT_WORDS = """
DROP FUNCTION tier_on(bigint, date);
DROP VIEW latest_decision;
DROP VIEW newest_standing
"""
VALUES = """
ALTER TABLE {table} ALTER COLUMN metrics TYPE jsonb USING jsonb_build_object(
    'SOLD_MRR', trim_scale(sold_mrr), 'MANAGED_MRR', trim_scale(managed_mrr),
    'MEDIAN_APP_USAGE', trim_scale(median_app_usage), 'CERTIFIED', certified::int
)
"""
# With ->>, as PostgreSQL before 18 does not take a null of JSON for one of its own.
COLUMNS = """
ALTER TABLE {table}
    DROP COLUMN sold_mrr, DROP COLUMN managed_mrr, DROP COLUMN median_app_usage, DROP COLUMN certified,
    ADD COLUMN sold_mrr numeric(24, 2) GENERATED ALWAYS AS ((metrics ->> 'SOLD_MRR')::numeric) STORED,
    ADD COLUMN managed_mrr numeric(24, 2) GENERATED ALWAYS AS ((metrics ->> 'MANAGED_MRR')::numeric) STORED,
    ADD COLUMN median_app_usage numeric(12, 1) GENERATED ALWAYS AS ((metrics ->> 'MEDIAN_APP_USAGE')::numeric) STORED,
    ADD COLUMN certified boolean GENERATED ALWAYS AS ((metrics ->> 'CERTIFIED')::numeric <> 0) STORED
"""
PLAIN_COLUMNS = """
ALTER TABLE {table}
    ALTER COLUMN sold_mrr DROP EXPRESSION, ALTER COLUMN managed_mrr DROP EXPRESSION,
    ALTER COLUMN median_app_usage DROP EXPRESSION, ALTER COLUMN certified DROP EXPRESSION
"""
NEWEST_STANDING = """
CREATE VIEW newest_standing AS
SELECT s.id, s.partner_id, s.as_of, {metrics}s.sold_mrr, s.managed_mrr, s.median_app_usage, s.certified, s.provisional,
       s.tier, s.edition, s.computed_at
FROM standing s
JOIN partner p ON p.id = s.partner_id AND p.joined_on <= s.as_of
WHERE s.as_of = (SELECT day FROM newest_day);
COMMENT ON VIEW newest_standing IS 'The standings of the newest computed day, of partners that have joined by it.'
"""
LATEST_DECISION = """
CREATE VIEW latest_decision AS
SELECT DISTINCT ON (d.partner_id, d.effective_on)
       d.id, d.partner_id, d.effective_on, d.as_of, d.revision, d.tier, d.rank, d.edition, {metrics}d.sold_mrr,
       d.managed_mrr, d.median_app_usage, d.certified, d.provisional, d.known_at, d.edition_digest, d.inputs_digest
FROM tier_decision d
ORDER BY d.partner_id DESC, d.effective_on DESC, d.revision DESC;
COMMENT ON VIEW latest_decision IS 'Decisions, effective or not yet, in their latest revision.'
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
TABLES = {"Standing": "standing", "TierDecision": "tier_decision"}


def _money() -> fields.Field[Any]:
    return fields.DecimalField(max_digits=24, decimal_places=2, null=True)


def _metrics(model: str, table: str) -> list[ops.Operation]:
    return [
        ops.AlterField(model_name=model, name="sold_mrr", field=_money()),
        ops.AlterField(model_name=model, name="managed_mrr", field=_money()),
        ops.AlterField(model_name=model, name="certified", field=fields.BooleanField(null=True)),
        ops.AddField(model_name=model, name="metrics", field=fields.JSONField(null=True)),
        ops.AddField(model_name=model, name="factors", field=fields.JSONField(null=True)),
        ops.RunSQL(VALUES.format(table=table), reverse_sql="SELECT"),
        ops.AlterField(model_name=model, name="metrics", field=fields.JSONField()),
        ops.RunSQL(COLUMNS.format(table=table), reverse_sql=PLAIN_COLUMNS.format(table=table)),
    ]


def _words(of_standing: str, of_decision: str) -> str:
    views = NEWEST_STANDING.format(metrics=of_standing), LATEST_DECISION.format(metrics=of_decision)
    return ";".join([*views, TIER_ON])


class Migration(migrations.Migration):
    dependencies = [("models", "0032_rows_name_their_edition")]

    operations = [
        ops.RunSQL(WITHOUT_WORDS, reverse_sql=_words("", "")),
        *(operation for model, table in TABLES.items() for operation in _metrics(model, table)),
        ops.RunSQL(_words("s.metrics, s.factors, ", "d.metrics, d.factors, "), reverse_sql=WITHOUT_WORDS),
        # The tables of a run have other columns now.
        ops.RunSQL("DELETE FROM run_mark", reverse_sql="DELETE FROM run_mark"),
    ]
