from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

# A dry run has the number of its job, and goes with it. Models cannot say so.
OF_JOB = "ALTER TABLE dry_run ADD CONSTRAINT dry_run_job FOREIGN KEY (id) REFERENCES recompute_job ON DELETE CASCADE"


class Migration(migrations.Migration):
    dependencies = [("models", "0038_search_by_trigrams")]

    operations = [
        ops.CreateModel(
            name="DryRun",
            fields=[
                ("id", fields.BigIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("program", fields.CharField(max_length=64)),
                ("edition", fields.CharField(max_length=64)),
                ("name", fields.TextField(unique=False)),
                ("digest", fields.CharField(max_length=64)),
                ("text", fields.TextField(unique=False)),
                ("first_on", fields.DateField()),
                ("last_on", fields.DateField()),
                ("known_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "dry_run",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What was asked for: the edition as it was then, and the days from `first_on` to"
                " `last_on` on which it decides.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(OF_JOB, reverse_sql="ALTER TABLE dry_run DROP CONSTRAINT dry_run_job"),
        ops.CreateModel(
            name="DryRunDay",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "dry_run",
                    fields.ForeignKeyField(
                        "models.DryRun",
                        source_field="dry_run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="days",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("effective_on", fields.DateField()),
                ("as_of", fields.DateField()),
                ("edition", fields.CharField(max_length=255)),
                ("partners", fields.IntField()),
                ("tiers", fields.JSONField()),
                ("moves", fields.JSONField()),
            ],
            options={
                "table": "dry_run_day",
                "app": "models",
                "constraints": [UniqueConstraint(fields=("dry_run_id", "effective_on"), name="dry_run_day_key")],
                "pk_attr": "id",
                "table_description": "One of the days on which it decides, on standings as of `as_of`, beside the"
                " `edition` of that key, in force then.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DryRunPartner",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "dry_run",
                    fields.ForeignKeyField(
                        "models.DryRun",
                        source_field="dry_run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="decisions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("effective_on", fields.DateField()),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="dry_runs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("tier_before", fields.CharField(null=True, max_length=255)),
                ("tier_after", fields.CharField(null=True, max_length=255)),
                ("change", fields.CharField(max_length=16)),
                ("gates", fields.JSONField(null=True)),
            ],
            options={
                "table": "dry_run_partner",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("dry_run_id", "effective_on", "partner_id"), name="dry_run_partner_key")
                ],
                "pk_attr": "id",
                "table_description": "A partner on one of the days: its tier by the edition in force, `before`, and by"
                " that of the dry run, `after`.",
            },
            bases=["Model"],
        ),
    ]
