"""Partners, their certifications and their employees."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model


class Partner(Model):
    """A partner agency. `domains` are as given; `domain_keys` are the same in UTS 46 form, for comparing."""

    id = fields.BigIntField(primary_key=True)
    external_id = fields.CharField(max_length=255, unique=True)
    # From it PostgreSQL makes `name_key`, without case and accents, by which lists are ordered and searched.
    # Nothing else writes that column, so it is no field here.
    name = fields.TextField()
    domains = ArrayField("text")
    domain_keys = ArrayField("text")
    country = fields.CharField(max_length=2, null=True)
    joined_on = fields.DateField()

    class Meta:
        table = "partner"


class Certification(Model):
    """A period, both days inclusive, in which a partner is certified.

    Periods of one partner never overlap: an exclusion constraint in the migrations says so, which models cannot.
    """

    id = fields.BigIntField(primary_key=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="certifications", on_delete=fields.RESTRICT
    )
    valid_from = fields.DateField()
    valid_until = fields.DateField()

    class Meta:
        table = "certification"
        constraints = (
            UniqueConstraint(fields=("partner_id", "valid_from"), name="certification_key"),
            CheckConstraint(check="valid_until >= valid_from", name="certification_period"),
        )


class Actor(Model):
    """An e-mail address in the form in which an event's actor and an employee's e-mail are compared (`address_key`)."""

    id = fields.BigIntField(primary_key=True)
    address = fields.CharField(max_length=320, unique=True)

    class Meta:
        table = "actor"


class Employee(Model):
    """A person working for a partner. `email_domain` is the part after the last @, in UTS 46 form.

    From `left_on` on, none of its accesses and credentials counts.
    """

    id = fields.BigIntField(primary_key=True)
    external_id = fields.CharField(max_length=255, unique=True)
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="employees", on_delete=fields.RESTRICT, db_index=True
    )
    email = fields.TextField()
    email_domain = fields.TextField()
    actor: fields.ForeignKeyRelation[Actor] = fields.ForeignKeyField(
        "models.Actor", related_name="employees", on_delete=fields.RESTRICT, db_index=True
    )
    left_on = fields.DateField(null=True)
    name = fields.TextField(null=True)

    class Meta:
        table = "employee"


class Credential(Model):
    """A period, both days inclusive, in which an employee holds a credential; without an end, for ever.

    Periods of one name of an employee's never overlap: an exclusion constraint in the migrations says so.
    """

    id = fields.BigIntField(primary_key=True)
    employee: fields.ForeignKeyRelation[Employee] = fields.ForeignKeyField(
        "models.Employee", related_name="credentials", on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=255)
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)

    class Meta:
        table = "credential"
        constraints = (
            UniqueConstraint(fields=("employee_id", "name", "valid_from"), name="credential_key"),
            CheckConstraint(check="valid_until >= valid_from", name="credential_period"),
        )
