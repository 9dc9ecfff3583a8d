"""Clients of the vendor, and who of the partners' employees has access to their accounts."""

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.partners import Employee, Partner


class Client(Model):
    """A customer of the vendor, with its account. Sold by at most one partner, on a day."""

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
