"""What the daily run computes: standings by day, and the credits of the newest computed day."""

from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.clients import Client
from models.partners import Partner
from models.reports import MrrReport
from tiers.credits import CreditStatus


class Standing(Model):
    """A partner's numbers as of a day. `tier` is the key of the tier that they give, null for none.

    `program` is the key of the program, `edition` that of its edition.

    `metrics` has the values by the keys of the edition's metrics, money in units of the currency, null where there is
    no number; `factors` those on thresholds by metric, null where all are 1. The columns of four metrics are made of
    `metrics` by the database, null in editions without the metric.
    """

    id = fields.BigIntField(primary_key=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="standings", on_delete=fields.RESTRICT
    )
    as_of = fields.DateField(db_index=True)
    metrics: Any = fields.JSONField()
    factors: Any = fields.JSONField(null=True)
    sold_mrr = fields.DecimalField(max_digits=24, decimal_places=2, null=True)
    managed_mrr = fields.DecimalField(max_digits=24, decimal_places=2, null=True)
    median_app_usage = fields.DecimalField(max_digits=12, decimal_places=1, null=True)
    certified = fields.BooleanField(null=True)
    provisional = fields.BooleanField()
    tier = fields.CharField(max_length=255, null=True)
    program = fields.CharField(max_length=64, db_default="agency")
    edition = fields.CharField(max_length=255)
    computed_at = fields.DatetimeField()

    class Meta:
        table = "standing"
        constraints = (UniqueConstraint(fields=("partner_id", "as_of", "program"), name="standing_key"),)


class ComputedDay(Model):
    """The last day of a run that has succeeded. The newest one is the day of current credits and standings.

    `report` is the MRR report that was in force, null when none had run; `edition_digest` is of the edition by which it
    was computed, null where that is not known. Each `program` has days of its own: the table's key is both.
    """

    day = fields.DateField(primary_key=True)
    report: fields.ForeignKeyNullableRelation[MrrReport] = fields.ForeignKeyField(
        "models.MrrReport", related_name="computed_days", on_delete=fields.RESTRICT, null=True
    )
    program = fields.CharField(max_length=64, db_default="agency")
    edition_digest = fields.CharField(max_length=64, null=True)
    computed_at = fields.DatetimeField()

    class Meta:
        table = "computed_day"


class Credited(Model):
    """What one client adds to a partner's two sums and why; `*_until` is the last day on which a credit counts.

    `ways` has the same by the way in which it counts, with the reported lines, null where that says nothing more.
    """

    sold_amount = fields.DecimalField(max_digits=18, decimal_places=2)
    sold_status = fields.CharEnumField(CreditStatus, max_length=24)
    sold_until = fields.DateField(null=True)
    managed_amount = fields.DecimalField(max_digits=18, decimal_places=2)
    managed_status = fields.CharEnumField(CreditStatus, max_length=24)
    managed_until = fields.DateField(null=True)
    apps_used = fields.IntField()
    counts_in_median = fields.BooleanField()
    ways: Any = fields.JSONField(null=True)

    class Meta:
        abstract = True


class ClientCredit(Credited):
    """A client's credits under a partner on the newest computed day.

    They are the same on every later day up to `valid_until`, at least, if nothing more becomes known.
    `further_apps_used` has the apps used for each median of apps but the first one, null where there is no other.
    """

    id = fields.BigIntField(primary_key=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="credits", on_delete=fields.RESTRICT
    )
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="credits", on_delete=fields.RESTRICT, db_index=True
    )
    valid_until = fields.DateField(null=True)
    further_apps_used = ArrayField("smallint", null=True)
    program = fields.CharField(max_length=64, db_default="agency")

    class Meta:
        table = "client_credit"
        constraints = (
            UniqueConstraint(fields=("partner_id", "client_id", "program"), name="client_credit_key"),
            CheckConstraint(
                check="(sold_status = 'COUNTED') = (sold_until IS NOT NULL)"
                " AND (managed_status = 'COUNTED') = (managed_until IS NOT NULL)",
                name="client_credit_until",
            ),
        )
