"""The states of a recompute job, and every way from one to another: nothing else writes a job's status.

A job is QUEUED by the request that adds its row (`jobs/requests.py`). All that happens to it afterwards is in
TRANSITIONS, which docs/architecture.md draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from string import Formatter

import asyncpg

from events.outbox import publish_job_change
from jobs.kinds import PRIORITY
from jobs.lease import LAPSED, Terms
from models.enums import FINAL, RecomputeStatus
from models.statements import statement

QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED = RecomputeStatus

JOBS = Terms("job", "recompute_job", ("id",), claimed_while="status = 'RUNNING'", seconds=60, renewal_seconds=15)

IS_WAITING = (
    f"({PRIORITY} IS NOT NULL AND"
    f" (status = 'QUEUED' AND coalesce(not_before <= clock_timestamp(), true) OR status = 'RUNNING' AND {LAPSED}))"
)
"""In SQL: whether a worker may claim the job: it is queued and due, or its worker has let its lease lapse.

One of a kind that this version does not know waits for a worker of another."""

_HAS_ROOM = (
    "(scheduled AND retried_by IS NULL OR {operators_at_once} > (SELECT count(*) FROM recompute_job o"
    " WHERE o.worker = {worker} AND NOT (o.scheduled AND o.retried_by IS NULL)"
    " AND o.status = 'RUNNING' AND o.lease_until > clock_timestamp()))"
)
_IS_OURS = "fence = {fence}"
_ENDED = "finished_at = {now}, lease_until = NULL, expected_at = NULL"
_ENTERING: Mapping[RecomputeStatus, str] = {
    QUEUED: "finished_at = NULL, lease_until = NULL, expected_at = NULL",
    RUNNING: "finished_at = NULL",
    **dict.fromkeys(FINAL, _ENDED),
}
_ANEW = (
    "error = NULL, done = 0, steps_done = 0, attempts = 0, activity_rebuilt = false, started_at = NULL,"
    " changed_partners = NULL, cancel_requested = false, not_before = NULL, worker = NULL, request_id = {request_id},"
    " retried_by = {retried_by}, fence = fence + 1"
)


@dataclass(frozen=True)
class Transition:
    """A way from any of the states `before` to `after`.

    In SQL, with the names of values in braces: `guard` has to be true of the row, and `changes` are what it sets beside
    what every job of the state `after` has. `is_published`: with a JOB_CHANGED; else whoever makes it publishes one."""

    name: str
    before: tuple[RecomputeStatus, ...]
    after: RecomputeStatus
    changes: str = ""
    guard: str = "true"
    is_published: bool = True

    @cached_property
    def template(self) -> str:
        """The statement, with the names of its values in braces; the job's number is $1."""
        changes = ", ".join(part for part in (_ENTERING[self.after], self.changes) if part)
        before = ", ".join(f"'{status}'" for status in self.before)
        text = statement("jobs/change_state")
        return text.format(after=self.after, changes=changes, before=before, guard=self.guard)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The names of the values that it takes, in the order of their numbers, which begin with $2."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.template) if name is not None))

    @cached_property
    def text(self) -> str:
        """The statement as PostgreSQL takes it."""
        return self.template.format(**{name: f"${number}" for number, name in enumerate(self.values, 2)})


CLAIM = Transition(
    "claim", (QUEUED, RUNNING), RUNNING, guard=f"{IS_WAITING} AND {_HAS_ROOM}",
    changes="attempts = attempts + 1, started_at = coalesce(started_at, {now}), not_before = NULL, worker = {worker}, "
    + JOBS.taking,
)  # fmt: skip
GIVE_UP = Transition("give up", (RUNNING,), FAILED, "error = {error}", f"{LAPSED} AND attempts >= {{most}}")
SUCCEED = Transition(
    "succeed", (RUNNING,), SUCCEEDED, "changed_partners = {changed_partners}, error = NULL, done = total", _IS_OURS,
    is_published=False,  # its last step is published first, and tells of the job, too
)  # fmt: skip
FAIL = Transition("fail", (RUNNING,), FAILED, "error = {error}", _IS_OURS)
STOP = Transition("stop", (RUNNING,), CANCELLED, "", _IS_OURS)
RELEASE = Transition(
    "release", (RUNNING,), QUEUED,
    "error = {error}, not_before = clock_timestamp() + make_interval(secs => {seconds})", _IS_OURS,
)  # fmt: skip
HAND_OVER = Transition("hand over", (RUNNING,), QUEUED, "attempts = attempts - 1", _IS_OURS)
CANCEL = Transition("cancel", (QUEUED,), CANCELLED)
ASK_TO_STOP = Transition("ask to stop", (RUNNING,), RUNNING, "cancel_requested = true")
RETRY = Transition("retry", (FAILED, CANCELLED), QUEUED, _ANEW)

TRANSITIONS = (CLAIM, GIVE_UP, SUCCEED, FAIL, STOP, RELEASE, HAND_OVER, CANCEL, ASK_TO_STOP, RETRY)


async def change_state(
    connection: asyncpg.Connection, job: int, transition: Transition, now: datetime, **values: object
) -> asyncpg.Record | None:
    """Makes the transition, with the values that it names, and gives the job's row as it is then.

    In a transaction, and last in it: what is published holds the numbering of events until commit. None, and nothing
    has happened, when there is no such job, it is in none of the states `before`, or the guard is not true of it."""
    given = {"now": now, **values}
    row = await connection.fetchrow(transition.text, job, *(given[name] for name in transition.values))
    if row is not None and transition.is_published:
        await publish_job_change(connection, job, now)
    return row
