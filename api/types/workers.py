"""Who works on recompute jobs, and what the calendar asks for next. For operators."""

from collections.abc import Sequence
from datetime import date, datetime

import strawberry

from api.reading.declared import OPERATORS_ONLY, Many, One, column, declared, stored, value
from api.reading.sql import Sql
from api.types.enums import RecomputeKind
from api.types.jobs import RecomputeJob
from jobs.presence import WORKERS
from jobs.schedule import Scheduled
from tiers.periods import format_month

MOST_WORKERS = 100
NEWEST = (
    "SELECT w.name, w.started_at, w.lease_until,"
    f" w.lease_until - make_interval(secs => {WORKERS.seconds}) AS seen_at"
    f" FROM worker w ORDER BY w.lease_until DESC, w.name LIMIT {MOST_WORKERS}"
)
ALL_WORKERS = Many(Sql("true"), order="this.lease_until DESC, this.name")
# Those that it holds take turns, and whose turn it is has the open run, of which there is one at most.
IN_HAND = Sql(
    "this.id = (SELECT j.id FROM recompute_job j WHERE j.worker = parent.name AND j.status = 'RUNNING'"
    " AND j.lease_until > clock_timestamp() ORDER BY"
    " EXISTS (SELECT FROM recompute_run r WHERE r.job_id = j.id AND r.finished_at IS NULL) DESC, j.id LIMIT 1)"
)


@stored(source=NEWEST, scope=OPERATORS_ONLY)
@strawberry.type(description="A process that runs recompute jobs: one that is there, or that was within the last day.")
class Worker:
    name: str = column("Its name, which no other one has; in its logs, too.")
    started_at: datetime = column("Since when it is there.")
    seen_at: datetime = column(
        f"When it last said that it is there, which it does every {WORKERS.renewal_seconds} seconds."
    )
    is_there: bool = value(
        f"Whether that is less than {WORKERS.seconds} seconds ago; else it has died without a word. One that ends as it"
        " should is not in the list any more.",
        "this.lease_until > clock_timestamp()",
    )
    job: RecomputeJob | None = declared(
        "What it works on; null if nothing of its own. Of several jobs that it has begun, which take turns, the one"
        " whose turn it is. A worker without one helps with the chunks of others.",
        One(IN_HAND, of_parent=True),
    )


@strawberry.type(description="A job that the calendar will ask for by itself.")
class ScheduledWork:
    kind: RecomputeKind = strawberry.field(description="What it will compute.")
    first_day: date | None = strawberry.field(name="from", description="The first day of a job over days, else null.")
    last_day: date | None = strawberry.field(name="to", description="The last day of a job over days, else null.")
    month: str | None = strawberry.field(description="The month of a job over one, as YYYY-MM, else null.")
    due_at: datetime = strawberry.field(
        description="When it can begin: when the first of the days, or the month's 14th, has closed."
    )
    late: bool = strawberry.field(
        description="Whether it should have begun: it is due, no job does it, and the last day closed more than 15"
        " minutes ago. No worker runs then, or a job of the calendar's has failed, which is asked for anew when the"
        " next day has closed."
    )

    @classmethod
    def all_of(cls, found: Sequence[Scheduled]) -> "list[ScheduledWork]":
        """As the schema has them."""
        return [
            cls(
                kind=one.kind,
                first_day=one.first_day,
                last_day=one.last_day,
                month=None if one.month is None else format_month(one.month),
                due_at=one.due_at,
                late=one.late,
            )
            for one in found
        ]
