"""Recompute jobs and their progress."""

from datetime import date, datetime

import strawberry

from api.ids import encode_id
from api.sql import Row
from api.stored import as_day, as_moment
from api.types.enums import RecomputeKind, RecomputeStatus
from api.types.nodes import Node
from tiers.periods import format_month


@strawberry.type(description="How far a job has come.")
class Progress:
    done: int = strawberry.field(description="Steps done: days of an ACTIVITY job, the one month of a TIERS job.")
    total: int = strawberry.field(description="Steps in all.")


@strawberry.type(description="One run that computes standings or decisions, on request or by the calendar.")
class RecomputeJob(Node):
    kind: RecomputeKind = strawberry.field(description="What it computes.")
    status: RecomputeStatus = strawberry.field(description="Where it stands.")
    first_day: date | None = strawberry.field(name="from", description="The first day of an ACTIVITY job, else null.")
    last_day: date | None = strawberry.field(name="to", description="The last day of an ACTIVITY job, else null.")
    month: str | None = strawberry.field(description="The month of a TIERS job, as YYYY-MM, else null.")
    progress: Progress = strawberry.field(description="How far it has come.")
    requested_by: str = strawberry.field(description="Who asked for it.")
    requested_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When its first attempt began; null before that.")
    finished_at: datetime | None = strawberry.field(description="When it came to its end; null before that.")
    attempts: int = strawberry.field(description="How often a worker has begun it.")
    error: str | None = strawberry.field(description="What the newest failed attempt failed of; null if none failed.")
    changed_partners: int | None = strawberry.field(
        description="How many partners got another standing or decision; null until it has succeeded."
    )

    @classmethod
    def from_row(cls, row: Row) -> "RecomputeJob":
        """From a row of the table, or from the same row as an event's payload."""
        return cls(
            id=encode_id("RecomputeJob", row["id"]),
            kind=RecomputeKind(row["kind"]),
            status=RecomputeStatus(row["status"]),
            first_day=_day(row["first_day"]),
            last_day=_day(row["last_day"]),
            month=None if row["month"] is None else format_month(as_day(row["month"])),
            progress=Progress(done=row["done"], total=row["total"]),
            requested_by=row["requested_by"],
            requested_at=as_moment(row["requested_at"]),
            started_at=_moment(row["started_at"]),
            finished_at=_moment(row["finished_at"]),
            attempts=row["attempts"],
            error=row["error"],
            changed_partners=row["changed_partners"],
        )


def _day(value: date | str | None) -> date | None:
    return None if value is None else as_day(value)


def _moment(value: datetime | str | None) -> datetime | None:
    return None if value is None else as_moment(value)
