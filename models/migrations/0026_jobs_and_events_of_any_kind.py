from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

# Kinds are declared where jobs and events are; the tables take any, with what a kind of jobs takes beside a period.
PERIOD = (
    "num_nulls(first_day, last_day) <> 1 AND coalesce(first_day <= last_day, true)"
    " AND (first_day IS NULL OR month IS NULL)"
    " AND CASE kind WHEN 'ACTIVITY' THEN first_day IS NOT NULL WHEN 'TIERS' THEN month IS NOT NULL ELSE true END"
)


class Migration(migrations.Migration):
    dependencies = [("models", "0025_words_of_the_rules")]

    operations = [
        ops.AlterModelOptions(
            "RecomputeJob",
            {
                "pk_attr": "id",
                "table_description": "One piece of work: of the days `first_day` to `last_day`, of `month`, or of neither.",
            },
        ),
        ops.AlterField(model_name="RecomputeJob", name="kind", field=fields.CharField(max_length=32)),
        ops.AlterField(model_name="Event", name="kind", field=fields.CharField(max_length=32)),
        ops.AddField(model_name="RecomputeJob", name="arguments", field=fields.JSONField(null=True)),
        ops.RemoveConstraint(model_name="RecomputeJob", name="recompute_job_period"),
        ops.AddConstraint(
            model_name="RecomputeJob", constraint=CheckConstraint(check=PERIOD, name="recompute_job_period")
        ),
    ]
