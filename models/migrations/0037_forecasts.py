from enum import StrEnum

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


# The values as they were: what they are by now is for later migrations.
class TierChangeKind(StrEnum):
    PROMOTED = "PROMOTED"
    DEMOTED = "DEMOTED"
    UNCHANGED = "UNCHANGED"


# Existing databases have no forecasts until workers of this version have looked at the newest computed day.
FALLS = "CREATE INDEX forecast_falls ON forecast (program, mrr DESC, partner_id) WHERE falls_first"
TABLES = """
CREATE TABLE forecast_day (
    program text PRIMARY KEY,
    day date NOT NULL,
    outlook text,
    version bigint NOT NULL,
    computed_at timestamptz NOT NULL
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


class Migration(migrations.Migration):
    dependencies = [("models", "0036_credits_by_way")]

    operations = [
        ops.CreateModel(
            name="Forecast",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("program", fields.CharField(max_length=64)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="forecasts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.SmallIntField()),
                ("effective_on", fields.DateField()),
                ("tier", fields.CharField(null=True, max_length=255)),
                ("rank", fields.SmallIntField()),
                ("edition", fields.CharField(max_length=255)),
                ("change", fields.CharEnumField(enum_type=TierChangeKind, max_length=9)),
                ("falls_first", fields.BooleanField()),
                ("metric", fields.CharField(null=True, max_length=255)),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="forecasts",
                        on_delete=OnDelete.RESTRICT,
                        null=True,
                    ),
                ),
                ("last_day", fields.DateField(null=True)),
                ("mrr", fields.DecimalField(max_digits=24, decimal_places=2)),
                ("foreseen_on", fields.DateField()),
            ],
            options={
                "table": "forecast",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A decision to come for a partner as it is foreseen, `place` 1 being the next one.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Forecast",
            constraint=UniqueConstraint(fields=("partner_id", "place", "program"), name="forecast_key"),
        ),
        ops.RunSQL(FALLS, reverse_sql="DROP INDEX forecast_falls"),
        ops.RunSQL(TABLES, reverse_sql="DROP TABLE stale_forecast; DROP TABLE forecast_day"),
    ]
