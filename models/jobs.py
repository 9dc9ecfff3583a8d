"""Recompute jobs: the row is the job; queues and workers only act on it."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.enums import RecomputeStatus


class RecomputeJob(Model):
    """One piece of work: of the days `first_day` to `last_day`, of `month`, or of neither.

    The kinds are in `jobs/kinds.py`: one over days does a step for each, and `arguments` are what it takes beside.
    What it computes is of the `program` of that key.
    `status` is changed by `jobs.states` only. `fence` rises with every claim, and every write of a run is guarded by
    it; `lease_until` says how long the claim holds without a heartbeat. `done` of `total` chunks are finished, of all
    days together; before the first day has been gathered, `total` counts days. `steps_done` days or months are finished
    and visible, and `expected_at` is when the rest will be, as far as can be told. `scheduled` runs are those of the
    calendar. `from_scratch` asks for every client to be looked at, also those that nothing can have changed for;
    `rebuild_activity` for that and, first, for daily activity to be made once more from all events: the months of that
    are among `done` and `total`, and `activity_rebuilt` says that there are none left. `request_id` is what the logs
    call the request that asked for it last, `retried_by` who asked for it again, and `worker` who claimed it last.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=32)
    program = fields.CharField(max_length=64, db_default="agency")
    status = fields.CharEnumField(RecomputeStatus, max_length=9, default=RecomputeStatus.QUEUED)
    first_day = fields.DateField(null=True)
    last_day = fields.DateField(null=True)
    month = fields.DateField(null=True)
    arguments: Any = fields.JSONField(null=True)
    done = fields.IntField(default=0)
    total = fields.IntField()
    steps_done = fields.IntField(default=0, db_default=0)
    expected_at = fields.DatetimeField(null=True)
    scheduled = fields.BooleanField(default=False)
    from_scratch = fields.BooleanField(default=False, db_default=False)
    rebuild_activity = fields.BooleanField(default=False, db_default=False)
    activity_rebuilt = fields.BooleanField(default=False, db_default=False)
    requested_by = fields.TextField()
    requested_at = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    error = fields.TextField(null=True)
    changed_partners = fields.IntField(null=True)
    idempotency_key = fields.CharField(max_length=255, null=True)
    cancel_requested = fields.BooleanField(default=False)
    fence = fields.BigIntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    not_before = fields.DatetimeField(null=True)
    request_id = fields.CharField(max_length=128, null=True)
    retried_by = fields.TextField(null=True)
    worker = fields.CharField(max_length=128, null=True)

    class Meta:
        table = "recompute_job"
        indexes = (Index(fields=("status",), name="recompute_job_status"),)
        constraints = (
            UniqueConstraint(fields=("requested_by", "idempotency_key"), name="recompute_job_idempotency"),
            CheckConstraint(check="done BETWEEN 0 AND total", name="recompute_job_progress"),
            CheckConstraint(
                check="num_nulls(first_day, last_day) <> 1 AND coalesce(first_day <= last_day, true)"
                " AND (first_day IS NULL OR month IS NULL)"
                " AND CASE kind WHEN 'ACTIVITY' THEN first_day IS NOT NULL WHEN 'TIERS' THEN month IS NOT NULL"
                " ELSE true END",
                name="recompute_job_period",
            ),
        )
