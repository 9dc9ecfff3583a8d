"""What editions would decide, of which nothing takes effect: docs/dry-runs.md. Nothing else is computed from these."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.partners import Partner


class DryRun(Model):
    """What was asked for: the edition as it was then, and the days from `first_on` to `last_on` on which it decides.

    Its id is that of its job. `text` is the edition's file, of whose content `digest` is. `known_at` is the moment as
    of which facts and editions are known to it, null until all is decided: what there is before is nobody's to read.
    """

    id = fields.BigIntField(primary_key=True, generated=False)
    program = fields.CharField(max_length=64)
    edition = fields.CharField(max_length=64)
    name = fields.TextField()
    digest = fields.CharField(max_length=64)
    text = fields.TextField()
    first_on = fields.DateField()
    last_on = fields.DateField()
    known_at = fields.DatetimeField(null=True)

    class Meta:
        table = "dry_run"


class DryRunDay(Model):
    """One of the days on which it decides, on standings as of `as_of`, beside the `edition` of that key, in force then.

    `tiers` are those of both editions, lowest first and no tier last, each with the partners before and after;
    `moves` the tiers before and after that some partners have, with their number.
    """

    id = fields.BigIntField(primary_key=True)
    dry_run: fields.ForeignKeyRelation[DryRun] = fields.ForeignKeyField(
        "models.DryRun", related_name="days", on_delete=fields.CASCADE
    )
    effective_on = fields.DateField()
    as_of = fields.DateField()
    edition = fields.CharField(max_length=255)
    partners = fields.IntField()
    tiers: Any = fields.JSONField()
    moves: Any = fields.JSONField()

    class Meta:
        table = "dry_run_day"
        constraints = (UniqueConstraint(fields=("dry_run_id", "effective_on"), name="dry_run_day_key"),)


class DryRunPartner(Model):
    """A partner on one of the days: its tier by the edition in force, `before`, and by that of the dry run, `after`.

    `gates` are those that make the difference, as they are written for people; null where there is none.
    """

    id = fields.BigIntField(primary_key=True)
    dry_run: fields.ForeignKeyRelation[DryRun] = fields.ForeignKeyField(
        "models.DryRun", related_name="decisions", on_delete=fields.CASCADE
    )
    effective_on = fields.DateField()
    partner: fields.ForeignKeyRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="dry_runs", on_delete=fields.RESTRICT
    )
    tier_before = fields.CharField(max_length=255, null=True)
    tier_after = fields.CharField(max_length=255, null=True)
    change = fields.CharField(max_length=16)
    gates: Any = fields.JSONField(null=True)

    class Meta:
        table = "dry_run_partner"
        constraints = (
            UniqueConstraint(fields=("dry_run_id", "effective_on", "partner_id"), name="dry_run_partner_key"),
        )
