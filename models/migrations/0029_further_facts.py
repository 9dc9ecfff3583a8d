from enum import StrEnum

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


# The values as they were: what they are by now is for later migrations.
class SaleKind(StrEnum):
    SOURCED = "SOURCED"
    ASSISTED = "ASSISTED"


# No two lines of a client's in one report are of the same product line, none being one of them. Models cannot say so.
MRR_LINE_KEY = """
ALTER TABLE mrr_line ADD CONSTRAINT mrr_line_key UNIQUE NULLS NOT DISTINCT (period, revision, client_id, line)
"""
MEASURE_KEY = """
ALTER TABLE measure ADD CONSTRAINT measure_key UNIQUE NULLS NOT DISTINCT (partner_id, client_id, name, "on")
"""
# As 0002 has it for certifications. Of the name there is a number for the same reason; that two names of one employee's
# have the same one does not happen.
CREDENTIALS_APART = """
ALTER TABLE credential ADD CONSTRAINT credential_periods_apart EXCLUDE USING gist (
    int8range(employee_id, employee_id, '[]') WITH &&,
    int8range(hashtextextended(name, 0) >> 1, hashtextextended(name, 0) >> 1, '[]') WITH &&,
    daterange(valid_from, valid_until, '[]') WITH &&
)
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0028_who_retried")]

    operations = [
        ops.AddField(model_name="Employee", name="left_on", field=fields.DateField(null=True)),
        ops.AddField(model_name="MrrLine", name="line", field=fields.CharField(null=True, max_length=255)),
        ops.RemoveConstraint(model_name="MrrLine", name="mrr_line_key"),
        ops.RunSQL(MRR_LINE_KEY, reverse_sql="ALTER TABLE mrr_line DROP CONSTRAINT mrr_line_key"),
        ops.CreateModel(
            name="Measure",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="measures",
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
                        related_name="measures",
                        on_delete=OnDelete.RESTRICT,
                        null=True,
                        db_index=True,
                    ),
                ),
                ("name", fields.CharField(max_length=255)),
                ("on", fields.DateField()),
                ("value", fields.DecimalField(max_digits=22, decimal_places=6)),
                ("currency", fields.CharField(null=True, max_length=3)),
            ],
            options={
                "table": "measure",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A number about a partner or a client on a day. Money has a currency.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Measure",
            constraint=CheckConstraint(check="num_nonnulls(partner_id, client_id) = 1", name="measure_subject"),
        ),
        ops.RunSQL(MEASURE_KEY, reverse_sql="ALTER TABLE measure DROP CONSTRAINT measure_key"),
        ops.CreateModel(
            name="Credential",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "employee",
                    fields.ForeignKeyField(
                        "models.Employee",
                        source_field="employee_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="credentials",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=255)),
                ("valid_from", fields.DateField()),
                ("valid_until", fields.DateField(null=True)),
            ],
            options={
                "table": "credential",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A period, both days inclusive, in which an employee holds a credential; without"
                " an end, for ever.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Credential",
            constraint=UniqueConstraint(fields=("employee_id", "name", "valid_from"), name="credential_key"),
        ),
        ops.AddConstraint(
            model_name="Credential",
            constraint=CheckConstraint(check="valid_until >= valid_from", name="credential_period"),
        ),
        ops.RunSQL(CREDENTIALS_APART, reverse_sql="ALTER TABLE credential DROP CONSTRAINT credential_periods_apart"),
        ops.CreateModel(
            name="Sale",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("external_id", fields.CharField(unique=True, max_length=255)),
                (
                    "partner",
                    fields.ForeignKeyField(
                        "models.Partner",
                        source_field="partner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sales",
                        on_delete=OnDelete.RESTRICT,
                        db_index=True,
                    ),
                ),
                (
                    "client",
                    fields.ForeignKeyField(
                        "models.Client",
                        source_field="client_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sales",
                        on_delete=OnDelete.RESTRICT,
                        db_index=True,
                    ),
                ),
                ("line", fields.CharField(max_length=255)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SOURCED: SOURCED\nASSISTED: ASSISTED", enum_type=SaleKind, max_length=8
                    ),
                ),
                ("sold_on", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "sale",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A partner's sale of one product line to a client, from `sold_on` to the day before"
                " `ended_on`.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Sale", constraint=CheckConstraint(check="ended_on > sold_on", name="sale_period")
        ),
    ]
