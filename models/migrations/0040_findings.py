from enum import StrEnum

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class FindingKind(StrEnum):
    REPORT_LATE = "REPORT_LATE"
    REPORT_UNLIKE_LAST = "REPORT_UNLIKE_LAST"
    FREE_MAIL_DOMAIN = "FREE_MAIL_DOMAIN"
    CLIENT_WITHOUT_MRR = "CLIENT_WITHOUT_MRR"
    EMPLOYEE_OUTSIDE_DOMAINS = "EMPLOYEE_OUTSIDE_DOMAINS"
    UNKNOWN_ADDRESS = "UNKNOWN_ADDRESS"
    NEVER_CERTIFIED = "NEVER_CERTIFIED"
    SALE_FAR_FROM_REGISTRATION = "SALE_FAR_FROM_REGISTRATION"
    ACCESS_WITHOUT_ACTIVITY = "ACCESS_WITHOUT_ACTIVITY"


class FindingSeverity(StrEnum):
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


# Lists are in this order, and read from its end. Findings of one kind may be few among many.
WEIGHT = """
ALTER TABLE finding ADD CONSTRAINT finding_severity CHECK (severity IN ('HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE finding ADD COLUMN weight smallint NOT NULL
    GENERATED ALWAYS AS (CASE severity WHEN 'HIGH' THEN 3 WHEN 'MEDIUM' THEN 2 ELSE 1 END) STORED;
CREATE INDEX finding_order ON finding (weight, size, about COLLATE "C");
CREATE INDEX finding_order_of_kind ON finding (kind, weight, size, about COLLATE "C")
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0039_dry_runs")]

    operations = [
        ops.CreateModel(
            name="Finding",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharEnumField(enum_type=FindingKind, max_length=64)),
                ("severity", fields.CharEnumField(enum_type=FindingSeverity, max_length=6)),
                ("about", fields.CharField(max_length=32)),
                ("size", fields.DecimalField(max_digits=24, decimal_places=6)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="findings",
                        on_delete=OnDelete.RESTRICT,
                        null=True,
                    ),
                ),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="findings",
                        on_delete=OnDelete.RESTRICT,
                        null=True,
                    ),
                ),
                (
                    "employee",
                    fields.ForeignKeyField(
                        "models.Employee",
                        source_field="employee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="findings",
                        on_delete=OnDelete.RESTRICT,
                        null=True,
                    ),
                ),
                ("period", fields.DateField(null=True)),
                ("detail", fields.TextField(null=True, unique=False)),
                ("found_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "finding",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Something doubtful, and the rows and the month that it is about, as far as it is"
                " about any.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Finding", constraint=UniqueConstraint(fields=("kind", "about"), name="finding_key")
        ),
        ops.RunSQL(
            WEIGHT,
            reverse_sql="DROP INDEX finding_order_of_kind; DROP INDEX finding_order; ALTER TABLE finding DROP COLUMN weight,"
            " DROP CONSTRAINT finding_severity",
        ),
        ops.CreateModel(
            name="FindingLook",
            fields=[
                ("kind", fields.CharEnumField(enum_type=FindingKind, max_length=64, primary_key=True, generated=False)),
                ("as_of", fields.DateField()),
                ("looked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("total", fields.IntField()),
            ],
            options={
                "table": "finding_look",
                "app": "models",
                "pk_attr": "kind",
                "table_description": "When findings of a kind were looked for last, as of which day, and how many there"
                " are.",
            },
            bases=["Model"],
        ),
    ]
