"""What is doubtful in the facts, as it was found last."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.clients import Client
from models.enums import FindingKind, FindingSeverity
from models.partners import Employee, Partner


class Finding(Model):
    """Something doubtful, and the rows and the month that it is about, as far as it is about any.

    `about` is a digest of what the facts call them, which no two of a kind have in common. `period` is the first day of
    the month.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(FindingKind, max_length=64)
    # From it PostgreSQL makes `weight`, 3 for HIGH to 1 for LOW, by which lists are ordered.
    # Nothing else writes that column, so it is no field here. Two indexes, one of them by kind, have that order.
    severity = fields.CharEnumField(FindingSeverity, max_length=6)
    about = fields.CharField(max_length=32)
    size = fields.DecimalField(max_digits=24, decimal_places=6)
    partner: fields.ForeignKeyNullableRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="findings", on_delete=fields.RESTRICT, null=True
    )
    client: fields.ForeignKeyNullableRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="findings", on_delete=fields.RESTRICT, null=True
    )
    employee: fields.ForeignKeyNullableRelation[Employee] = fields.ForeignKeyField(
        "models.Employee", related_name="findings", on_delete=fields.RESTRICT, null=True
    )
    period = fields.DateField(null=True)
    detail = fields.TextField(null=True)
    found_at = fields.DatetimeField()

    class Meta:
        table = "finding"
        constraints = (UniqueConstraint(fields=("kind", "about"), name="finding_key"),)


class FindingLook(Model):
    """When findings of a kind were looked for last, as of which day, and how many there are."""

    kind = fields.CharEnumField(FindingKind, max_length=64, primary_key=True)
    as_of = fields.DateField()
    looked_at = fields.DatetimeField()
    total = fields.IntField()

    class Meta:
        table = "finding_look"
