"""What is foreseen of partners after the newest computed day; the tables beside it are in the migrations only."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.clients import Client
from models.partners import Partner
from tiers.decisions import TierChangeKind


class Forecast(Model):
    """A decision to come for a partner as it is foreseen, `place` 1 being the next one.

    `tier` and `rank` are those that it gives, by the `edition` of that key, and `change` compares it with the decision
    before it. `falls_first` is the first of a partner's that demotes it: then `metric`, `client` and `last_day` say
    what of that ends first (tiers/falls.py). `mrr` is what its metrics of MRR are together now. A row stays as long as
    the same is foreseen, since the computed day `foreseen_on`.
    """

    id = fields.BigIntField(primary_key=True)
    program = fields.CharField(max_length=64)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="forecasts", on_delete=fields.RESTRICT
    )
    place = fields.SmallIntField()
    effective_on = fields.DateField()
    tier = fields.CharField(max_length=255, null=True)
    rank = fields.SmallIntField()
    edition = fields.CharField(max_length=255)
    change = fields.CharEnumField(TierChangeKind, max_length=9)
    falls_first = fields.BooleanField()
    metric = fields.CharField(max_length=255, null=True)
    client: fields.ForeignKeyNullableRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="forecasts", on_delete=fields.RESTRICT, null=True
    )
    last_day = fields.DateField(null=True)
    mrr = fields.DecimalField(max_digits=24, decimal_places=2)
    foreseen_on = fields.DateField()

    class Meta:
        table = "forecast"
        constraints = (UniqueConstraint(fields=("partner_id", "place", "program"), name="forecast_key"),)
