"""The sample portfolio in an empty database: loaded as any file is, and computed by jobs as any other are.

The jobs are rows under keys of their own, so a load that was interrupted is completed by the next `up --sample`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import asyncpg

from engine.editions import Act, draft
from examples.sample.draft import draft_text
from examples.sample.portfolio import generate
from jobs.calendar import request_due_forecasts
from jobs.queue import Queue
from jobs.requests import Job, Refusal, Request, request_activity, request_tiers
from models.database import acquire, transaction
from models.enums import RecomputeStatus
from ops.bars import step_progress
from ops.errors import UsageError
from ops.installation import Installation
from ops.loading import load_with_progress
from ops.terminal import err, note
from ops.waiting import watch
from tiers.editions.parsing import parse_edition
from tiers.periods import decision_day, format_month, minus_months

DAYS = 60
MONTHS = 12
REQUESTER = "sample"
STANDINGS = "standings"

_HOLDS_FACTS = "SELECT EXISTS (SELECT FROM partner) OR EXISTS (SELECT FROM client)"
_FORESEEING = "SELECT id, fence FROM recompute_job WHERE kind = 'FORECAST' ORDER BY id DESC LIMIT 1"
_PLANNED = "SELECT last_day FROM recompute_job WHERE requested_by = $1 AND idempotency_key = $2"


@dataclass(frozen=True)
class Plan:
    """What is computed for a portfolio whose history ends on `last_day`."""

    last_day: date

    @property
    def first_day(self) -> date:
        return self.last_day - timedelta(DAYS - 1)

    @property
    def months(self) -> list[date]:
        """The months whose 14th has closed, oldest first."""
        this_month = self.last_day.replace(day=1)
        newest = this_month if decision_day(this_month) <= self.last_day else minus_months(this_month, 1)
        return [minus_months(newest, back) for back in reversed(range(MONTHS))]


async def load_sample(installation: Installation, now: datetime) -> Plan | None:
    """Loads the portfolio and asks for its standings; before any worker runs. None where the database holds others."""
    async with acquire() as connection:
        planned: date | None = await connection.fetchval(_PLANNED, REQUESTER, STANDINGS)
        if await connection.fetchval(_HOLDS_FACTS):
            return Plan(planned) if planned else None
        plan = Plan(planned or installation.rules.last_closed_day(now))
        # Asked for first: an interrupted load leaves the job behind, by which the next start knows what to do.
        request = Request(REQUESTER, now, STANDINGS, request_id=REQUESTER)
        _granted(await request_activity(connection, installation.rules, plan.first_day, plan.last_day, request))
    await _draft(installation, plan, now)
    err.print("loading the sample portfolio and computing its tiers takes up to a minute")
    portfolio = generate(plan.last_day, zone=installation.rules.zone)
    lines = ((number, line.encode()) for number, line in enumerate(portfolio, 1))
    summary = await load_with_progress(lines, installation.terms, name="sample portfolio", size=None, strict=True)
    if summary.rejected:
        raise UsageError("the sample portfolio is not what this version imports; nothing of it was loaded")
    note(f"sample portfolio: {summary.accepted:,} lines loaded")
    return plan


async def compute_sample(installation: Installation, plan: Plan, queue: Queue, now: datetime) -> None:
    """Shows the standings being computed while it has one month after the other decided, and tells what is new."""
    rules = installation.rules
    async with acquire() as connection:
        request = Request(REQUESTER, now, STANDINGS, request_id=REQUESTER)
        standings = _granted(await request_activity(connection, rules, plan.first_day, plan.last_day, request))
    await queue.run_soon(standings.id, standings.fence)
    with step_progress() as progress:
        days = progress.add_task("standings", total=DAYS, note="days")
        months = progress.add_task("decisions", total=MONTHS, note="months")

        async def decide() -> bool:
            decided = False
            for month in plan.months:
                async with acquire() as connection:
                    request = Request(REQUESTER, now, f"tiers {format_month(month)}", request_id=REQUESTER)
                    job = _granted(await request_tiers(connection, rules, month, request))
                await queue.run_soon(job.id, job.fence)
                if await _finish(job):
                    decided = True
                    note(f"tiers of {format_month(month)} decided")
                progress.advance(months)
            return decided

        async def stand() -> bool:
            computed = await _finish(standings, lambda row: progress.update(days, completed=row["done"]))
            if computed:
                note(f"standings of {plan.first_day} to {plan.last_day} computed")
            return computed

        news = await asyncio.gather(decide(), stand())
    await _foresee(installation, queue, now)
    if not any(news):
        err.print("the sample portfolio is here already, with its standings and tiers")


async def _draft(installation: Installation, plan: Plan, now: datetime) -> None:
    """Keeps an edition to try; none where the program is another one, or has published the key itself."""
    text = draft_text(plan.last_day)
    edition = parse_edition(text, "the sample's draft")
    if edition.program == installation.rules.program:
        async with transaction() as connection:
            await draft(connection, edition, text, Act(REQUESTER, now))


async def _foresee(installation: Installation, queue: Queue, now: datetime) -> None:
    """Has foreseen what comes, rather than that whoever asks at once finds nothing."""
    await request_due_forecasts(installation.rules, now)
    async with acquire() as connection:
        row = await connection.fetchrow(_FORESEEING)
    if row is not None:
        job = Job.from_row(row)
        await queue.run_soon(job.id, job.fence)
        if await _finish(job):
            note("the next decisions foreseen")


async def _finish(job: Job, show: Callable[[asyncpg.Record], None] = lambda _: None) -> bool:
    """Waits until the job has succeeded; False if it had before."""
    looks = 0
    async for row in watch(job.id):
        show(row)
        looks += 1
    if row["status"] != RecomputeStatus.SUCCEEDED:
        raise UsageError(f"job {job.id} of the sample portfolio ended {row['status']}: {row['error']}")
    return looks > 1


def _granted(job: Job | Refusal) -> Job:
    if isinstance(job, Refusal):
        raise UsageError(f"the sample portfolio cannot be computed: {job.message}")
    return job
