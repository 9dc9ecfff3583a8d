"""Recompute jobs and their progress."""

from datetime import date, datetime

import strawberry

from api.reading.declared import OF_PARENT, OPERATORS_ONLY, One, Part, column, declared, stored, value
from api.reading.sql import Sql
from api.types.enums import RecomputeKind, RecomputeStatus
from api.types.nodes import Node
from models import jobs as rows


@strawberry.type(description="How far a job has come.")
class Progress:
    done: int = column("What is done: parts of the portfolio, of all days together, or what else its kind counts.")
    total: int = column("What there is in all; days, before the first one has been gathered.")


# Of the open run, if it is a step of the job: there is one run at most that is open.
CHUNKS = Sql(
    "(SELECT count(*) AS total, count(c.finished_at) AS done,"
    " count(*) FILTER (WHERE c.finished_at IS NULL AND c.lease_until > clock_timestamp()) AS claimed"
    " FROM recompute_run r JOIN recompute_chunk c ON c.run_id = r.id"
    " WHERE r.job_id = parent.id AND r.finished_at IS NULL AND r.step > 0 AND parent.status = 'RUNNING'"
    " HAVING count(*) > 0)"
)


@stored(scope=OF_PARENT)
@strawberry.type(description="The parts of the portfolio in which a day is computed, each by whichever worker is free.")
class ChunkCounts:
    total: int = column("How many there are.")
    done: int = column("How many of them are computed. When all are, all of it is made visible at once.")
    claimed: int = column("How many workers compute right now, one each.")


@stored(rows.RecomputeJob, scope=OPERATORS_ONLY)
@strawberry.type(description="One run that computes standings or decisions, on request or by the calendar.")
class RecomputeJob(Node):
    number: strawberry.ID = value(
        "What the command line, the logs and `tierline status` call it. As an argument it is as good as the id.",
        "this.id::text",
    )
    kind: RecomputeKind = column("What it computes.")
    status: RecomputeStatus = column("Where it stands.")
    first_day: date | None = column("The first day of a job over days, else null.", name="from")
    last_day: date | None = column("The last day of a job over days, else null.", name="to")
    month: str | None = value("The month of a job over one, as YYYY-MM, else null.", "to_char(this.month, 'YYYY-MM')")
    progress: Progress = declared("How far it has come.", Part())
    chunks: ChunkCounts | None = declared(
        "The parts of the day, or month, that it computes right now; null while it computes none, as when it waits, has"
        " not gathered the facts yet, or is of a kind that has no parts.",
        One(Sql("true"), of_parent=True, source=CHUNKS),
    )
    requested_by: str = column("Who asked for it.")
    requested_at: datetime = column("When it was asked for.")
    started_at: datetime | None = column("When its first attempt began; null before that.")
    expected_at: datetime | None = column("When it should be done, as far as can be told while it runs, else null.")
    finished_at: datetime | None = column("When it came to its end; null before that.")
    ahead: int = value(
        "How many unfinished jobs were first asked for before it, as of now: they take turns. 0 once it is finished.",
        "(SELECT count(*) FROM recompute_job other WHERE other.id < this.id"
        " AND other.status IN ('QUEUED', 'RUNNING') AND this.status IN ('QUEUED', 'RUNNING'))",
    )
    attempts: int = column("How often a worker has begun it.")
    cancel_requested: bool = column(
        "Whether it was to be cancelled while it ran. One that is RUNNING stops at its next step."
    )
    error: str | None = column("What the newest failed attempt failed of; null if none failed.")
    changed_partners: int | None = column(
        "How many partners got another standing or decision; null until it has succeeded."
    )
