"""MRR as the vendor's monthly reports give it. A period is the first day of its month."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.clients import Client


class MrrLine(Model):
    """A client's MRR in one revision of one month's report; it counts once an `MrrReport` closes that revision.

    It is all of its MRR, or that of a product line. No two are of the same one: the key in the migrations says so, as a
    line that is of none has a null there.
    """

    id = fields.BigIntField(primary_key=True)
    period = fields.DateField()
    revision = fields.IntField()
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="mrr_lines", on_delete=fields.RESTRICT, db_index=True
    )
    line = fields.CharField(max_length=255, null=True)
    amount = fields.DecimalField(max_digits=18, decimal_places=2)
    currency = fields.CharField(max_length=3)

    class Meta:
        table = "mrr_line"
        constraints = (
            CheckConstraint(check="amount >= 0", name="mrr_line_amount"),
            CheckConstraint(check="revision >= 1", name="mrr_line_revision"),
            CheckConstraint(check="extract(day FROM period) = 1", name="mrr_line_period"),
        )


class MrrReport(Model):
    """A published revision of a month's report, complete in itself from the day it ran.

    `confirmed_by` and `confirmed_at` say who had it taken, and when, although it lacked most of what the report before
    it had; both are null where it did not."""

    id = fields.BigIntField(primary_key=True)
    period = fields.DateField()
    revision = fields.IntField()
    ran_on = fields.DateField()
    confirmed_by = fields.TextField(null=True)
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "mrr_report"
        constraints = (
            UniqueConstraint(fields=("period", "revision"), name="mrr_report_key"),
            CheckConstraint(check="revision >= 1", name="mrr_report_revision"),
            CheckConstraint(check="extract(day FROM period) = 1", name="mrr_report_period"),
            CheckConstraint(check="(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="mrr_report_confirmed"),
        )
