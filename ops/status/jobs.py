"""Jobs that run, wait, or have failed."""

import asyncpg

from models.enums import RecomputeKind, RecomputeStatus
from models.statements import statement
from ops.data import DataDirectory
from ops.status.lines import Line, command, tell_moment, tell_span, time_left
from tiers.periods import format_month

MOST = 10  # of each sort
PATIENCE_SECONDS = 600.0  # for a job that waits while nothing runs


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


def period_of(row: asyncpg.Record) -> str:
    """What a job computes."""
    if row["kind"] == RecomputeKind.TIERS:
        return f"TIERS of {format_month(row['month'])}"
    first, last = row["first_day"], row["last_day"]
    return f"ACTIVITY of {first}" if first == last else f"ACTIVITY of {first} to {last}"


def _running(row: asyncpg.Record) -> Line:
    left = time_left(row["seconds_left"])
    parts = [
        f"runs since {tell_moment(row['started_at'])} ({tell_span(row['since'])})",
        f"{row['done']} of {row['total']} done" + (f", {left}" if left else ""),
    ]
    if row["lease"] >= 0:
        parts.append(f"{row['worker']} holds it for another {tell_span(row['lease'])}")
    else:
        parts.append(f"{row['worker']} is gone for {tell_span(-row['lease'])}, the next free worker goes on")
    if row["attempts"] > 1:
        parts.append(f"attempt {row['attempts']}")
    if row["cancel_requested"]:
        parts.append("to be cancelled")
    return Line(f"  job {row['id']}", f"{period_of(row)} {'; '.join(parts)}{_named(row)}")


def _oldest(row: asyncpg.Record, *, alone: bool) -> Line:
    text = f"{period_of(row)} waits longest, since {tell_moment(row['requested_at'])} ({tell_span(row['asked'])})"
    if row["error"] is not None:
        text += f"; attempt {row['attempts']} ended with {_one_line(row['error'])}"
    remedy = None
    if alone and row["asked"] > PATIENCE_SECONDS:
        remedy = f"job {row['id']} waits and nothing runs: see the logs of the workers, and start them again"
    return Line(f"  job {row['id']}", text + _named(row), remedy)


def _failed(row: asyncpg.Record, data: DataDirectory) -> Line:
    again = f"tiers --month {format_month(row['month'])}" if row["month"] else _days(row)
    reason = _one_line(row["error"])
    text = f"{period_of(row)} FAILED at {tell_moment(row['finished_at'])}: {reason}{_named(row)}"
    remedy = f"job {row['id']} failed: once that is put right, {command(f'recompute {again}', data)}"
    return Line(f"  job {row['id']}", text, remedy)


def _days(row: asyncpg.Record) -> str:
    scratch = " --from-scratch" if row["from_scratch"] else ""
    rebuild = " --rebuild-activity" if row["rebuild_activity"] else ""
    return f"activity --from {row['first_day']} --to {row['last_day']}{scratch}{rebuild}"


def _named(row: asyncpg.Record) -> str:
    return "" if row["request_id"] is None else f" [request_id={row['request_id']}]"


def _one_line(text: str | None) -> str:
    return " ".join((text or "no reason was noted").split())
