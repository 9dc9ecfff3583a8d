"""What there is to publish, written in the transaction that made it true."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.decisions import TierDecision
from models.jobs import RecomputeJob
from models.partners import Partner


class Event(Model):
    """One event.

    `seq` has no gaps and follows commit order. `payload` is the row that it tells of, as it was at that moment; a
    decision never changes, so it needs none. The kinds are in `events/kinds.py`.
    """

    seq = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(max_length=32)
    partner: fields.ForeignKeyNullableRelation[Partner] = fields.ForeignKeyField(
        "models.Partner", related_name="published", on_delete=fields.RESTRICT, null=True
    )
    decision: fields.ForeignKeyNullableRelation[TierDecision] = fields.ForeignKeyField(
        "models.TierDecision", related_name="published", on_delete=fields.CASCADE, null=True
    )
    job: fields.ForeignKeyNullableRelation[RecomputeJob] = fields.ForeignKeyField(
        "models.RecomputeJob", related_name="published", on_delete=fields.CASCADE, null=True
    )
    payload: Any = fields.JSONField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "event"
        indexes = (
            Index(fields=("kind", "seq"), name="event_kind_seq"),
            Index(fields=("partner_id", "seq"), name="event_partner_seq"),
            Index(fields=("job_id", "seq"), name="event_job_seq"),
        )


class EventConsumer(Model):
    """Somebody who gets every event, and keeps those that it has not read from being forgotten.

    It has read up to the event whose number is `position`, and moved on last at `updated_at`.
    """

    name = fields.CharField(max_length=64, primary_key=True, generated=False)
    position = fields.BigIntField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "event_consumer"


class Calendar(Model):
    """One row: the time zone whose calendar days the derived rows are kept in.

    `activity_from` is the first day of which activity is kept, null when none was dropped. `activity_checked` says that
    daily activity was compared with the events since a version that could forget some.
    """

    id = fields.SmallIntField(primary_key=True, generated=False)
    timezone = fields.TextField()
    activity_from = fields.DateField(null=True)
    activity_checked = fields.BooleanField(default=True, db_default=True)

    class Meta:
        table = "calendar"


class ProgramInUse(Model):
    """An edition that this database is decided by, as the process that first used it had it.

    `digest` is that of `tiers.editions.digest`.
    """

    key = fields.CharField(max_length=255, primary_key=True, generated=False)
    digest = fields.CharField(max_length=64)

    class Meta:
        table = "program_in_use"
