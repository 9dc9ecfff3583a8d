"""Clients of the vendor, what partners sold them, and who of the partners' employees has access to their accounts."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.partners import Employee, Partner
from tiers.editions.ways import SaleKind


class Client(Model):
    """A customer of the vendor, with its account. Sold by at most one partner, on a day.

    That is its sale of everything: of what has no `Sale` of its own.
    """

    id = fields.BigIntField(primary_key=True)
    external_id = fields.CharField(max_length=255, unique=True)
    name = fields.TextField()  # with a `name_key`, as a partner's
    registered_on = fields.DateField()
    country = fields.CharField(max_length=2, null=True)
    sold_by: fields.ForeignKeyNullableRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="sold_clients", on_delete=fields.RESTRICT, null=True, db_index=True
    )
    sold_on = fields.DateField(null=True)

    class Meta:
        table = "client"
        constraints = (CheckConstraint(check="(sold_by_id IS NULL) = (sold_on IS NULL)", name="client_sale_is_whole"),)


class Access(Model):
    """An employee's Partner Employee status in a client's account, from `granted_on` to the day before `revoked_on`."""

    id = fields.BigIntField(primary_key=True)
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="accesses", on_delete=fields.RESTRICT
    )
    employee: fields.ForeignKeyRelation[Employee] = fields.ForeignKeyField(
        "models.Employee", related_name="accesses", on_delete=fields.RESTRICT, db_index=True
    )
    granted_on = fields.DateField()
    revoked_on = fields.DateField(null=True)

    class Meta:
        table = "access"
        constraints = (
            UniqueConstraint(fields=("client_id", "employee_id", "granted_on"), name="access_key"),
            CheckConstraint(check="revoked_on > granted_on", name="access_period"),
        )


class Sale(Model):
    """A partner's sale of one product line to a client, from `sold_on` to the day before `ended_on`."""

    id = fields.BigIntField(primary_key=True)
    external_id = fields.CharField(max_length=255, unique=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="sales", on_delete=fields.RESTRICT, db_index=True
    )
    client: fields.ForeignKeyRelation[Client] = fields.ForeignKeyField(
        "models.Client", related_name="sales", on_delete=fields.RESTRICT, db_index=True
    )
    line = fields.CharField(max_length=255)
    kind = fields.CharEnumField(SaleKind, max_length=8)
    sold_on = fields.DateField()
    ended_on = fields.DateField(null=True)

    class Meta:
        table = "sale"
        constraints = (CheckConstraint(check="ended_on > sold_on", name="sale_period"),)
