"""Jobs that run, wait, or have failed."""

from datetime import date

import asyncpg

from jobs.kinds import RecomputeKind
from models.enums import RecomputeStatus
from models.statements import statement
from ops.data import DataDirectory
from ops.status.lines import Line, command, tell_moment, tell_span, time_left
from tiers.periods import format_month

MOST = 10  # of each sort
PATIENCE_SECONDS = 600.0  # for a job that waits while nothing runs

_COMMANDS = {kind.value: kind.declared.command for kind in RecomputeKind}
_UNITS = {kind.value: f" {kind.declared.unit}" for kind in RecomputeKind}


async def tell_jobs(connection: asyncpg.Connection, data: DataDirectory) -> list[Line]:
    """How many there are, and one after the other, those that have run for longest first."""
    running = await connection.fetch(statement("jobs/jobs_of_status"), RecomputeStatus.RUNNING)
    queued = await connection.fetch(statement("jobs/jobs_of_status"), RecomputeStatus.QUEUED)
    failed = await connection.fetch(statement("jobs/failed_jobs"))
    lines = [Line("recompute jobs", f"{len(queued)} queued, {len(running)} running")]
    lines += [_running(row) for row in running[:MOST]]
    if queued:
        lines.append(_oldest(queued[0], alone=not running))
    lines += [_failed(row, data) for row in failed[:MOST]]
    if len(failed) > MOST:
        lines.append(Line("", f"and {len(failed) - MOST} more that have FAILED"))
    return lines


def tell_work(kind: str, first: date | None, last: date | None, month: str | None) -> str:
    """What a job of the kind computes."""
    if first is None:
        return kind if month is None else f"{kind} of {month}"
    return f"{kind} of {first}" if first == last else f"{kind} of {first} to {last}"


def tell_progress(row: asyncpg.Record) -> str:
    """How far a job has come, in what its kind counts."""
    return f"{row['done']} of {row['total']}{_UNITS.get(row['kind'], '')} done"


def _work(row: asyncpg.Record) -> str:
    return tell_work(row["kind"], row["first_day"], row["last_day"], row["month"] and format_month(row["month"]))


def _running(row: asyncpg.Record) -> Line:
    left = time_left(row["seconds_left"])
    parts = [
        f"runs since {tell_moment(row['started_at'])} ({tell_span(row['since'])})",
        tell_progress(row) + (f", {left}" if left else ""),
    ]
    if row["lease"] >= 0:
        parts.append(f"{row['worker']} holds it for another {tell_span(row['lease'])}")
    else:
        parts.append(f"{row['worker']} is gone for {tell_span(-row['lease'])}, the next free worker goes on")
    if row["attempts"] > 1:
        parts.append(f"attempt {row['attempts']}")
    if row["cancel_requested"]:
        parts.append("to be cancelled")
    return Line(f"  job {row['id']}", f"{_work(row)} {'; '.join(parts)}{_named(row)}")


def _oldest(row: asyncpg.Record, *, alone: bool) -> Line:
    text = f"{_work(row)} waits longest, since {tell_moment(row['requested_at'])} ({tell_span(row['asked'])})"
    if row["error"] is not None:
        text += f"; attempt {row['attempts']} ended with {_one_line(row['error'])}"
    remedy = None
    if alone and row["asked"] > PATIENCE_SECONDS:
        remedy = f"job {row['id']} waits and nothing runs: see the logs of the workers, and start them again"
    return Line(f"  job {row['id']}", text + _named(row), remedy)


def _failed(row: asyncpg.Record, data: DataDirectory) -> Line:
    reason = _one_line(row["error"])
    text = f"{_work(row)} FAILED at {tell_moment(row['finished_at'])}: {reason}{_named(row)}"
    remedy = f"job {row['id']} failed: once that is put right, {command(_again(row), data)}"
    return Line(f"  job {row['id']}", text, remedy)


def _again(row: asyncpg.Record) -> str:
    """How the same is asked for again."""
    asked = _COMMANDS.get(row["kind"])
    if asked is None or (row["month"] is None and row["first_day"] is None):
        return f"jobs retry {row['id']}"
    if row["month"] is not None:
        return f"{asked} --month {format_month(row['month'])}"
    scratch = " --from-scratch" if row["from_scratch"] else ""
    rebuild = " --rebuild-activity" if row["rebuild_activity"] else ""
    return f"{asked} --from {row['first_day']} --to {row['last_day']}{scratch}{rebuild}"


def _named(row: asyncpg.Record) -> str:
    return "" if row["request_id"] is None else f" [request_id={row['request_id']}]"


def _one_line(text: str | None) -> str:
    return " ".join((text or "no reason was noted").split())
