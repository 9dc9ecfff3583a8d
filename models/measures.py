"""Numbers that are reported about partners and clients."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.clients import Client
from models.partners import Partner


class Measure(Model):
    """A number about a partner or a client on a day. Money has a currency.

    There is one of each name and day: the key in the migrations says so, as one of its columns is always null.
    """

    id = fields.BigIntField(primary_key=True)
    partner: fields.ForeignKeyNullableRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="measures", on_delete=fields.RESTRICT, null=True
    )
    client: fields.ForeignKeyNullableRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="measures", on_delete=fields.RESTRICT, null=True, db_index=True
    )
    name = fields.CharField(max_length=255)
    on = fields.DateField()
    value = fields.DecimalField(max_digits=22, decimal_places=6)
    currency = fields.CharField(max_length=3, null=True)

    class Meta:
        table = "measure"
        constraints = (CheckConstraint(check="num_nonnulls(partner_id, client_id) = 1", name="measure_subject"),)
