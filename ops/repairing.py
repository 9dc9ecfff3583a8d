"""Making good what checks have found, where that can do no harm."""

from collections.abc import Sequence
from datetime import date, datetime

from engine.checks.check import Repair
from engine.rebuild import RebuildProgress, rebuild_activity
from jobs.queue import Queue
from jobs.requests import Refusal, Request, request_activity
from models.database import acquire
from ops.bars import step_progress
from ops.checking import Outcome
from ops.errors import UsageError
from ops.healing import tell_mended
from ops.identities import random_name
from ops.installation import Installation
from ops.status.lines import command
from ops.terminal import out

REQUESTER = "tierline check"


async def repair_all(installation: Installation, outcomes: Sequence[Outcome], now: datetime) -> bool:
    """Repairs what can be, says what it did and what is left, and returns whether nothing is left to a person."""
    found = [outcome.check for outcome in outcomes if outcome.found.total]
    repairs = {check.repair for check in found if check.repair is not None}
    if Repair.ACTIVITY in repairs:
        await _rebuild_activity(installation)
    if Repair.NEWEST_DAY in repairs:
        await _compute_newest_day(installation, now)
    left = [check for check in found if check.repair is None]
    for check in left:
        out.print(f"left as it is: {check.name}: {check.remedy}")
    return not left


async def _rebuild_activity(installation: Installation) -> None:
    """Makes daily activity what its events give, month by month between runs, and says what to compute again."""
    with step_progress() as progress:
        bar = progress.add_task("rebuilding daily activity", total=None, note="")

        def show(reached: RebuildProgress) -> None:
            progress.update(bar, completed=reached.done, total=reached.total)

        summary = await rebuild_activity(show)
    if summary.first_day is None:
        out.print("daily activity is what its events give by now")
        return
    async with acquire() as connection:
        out.print(await tell_mended(connection, summary, installation))


async def _compute_newest_day(installation: Installation, now: datetime) -> None:
    """Asks for the newest computed day from scratch, as a job like any other."""
    async with Queue(installation.redis_url) as queue:
        async with acquire() as connection:
            newest: date | None = await connection.fetchval("SELECT day FROM newest_day")
            if newest is None:
                raise UsageError("no day was computed yet: `tierline recompute activity --from DAY`")
            request = Request(REQUESTER, now, from_scratch=True, request_id=f"cli-{random_name()}")
            job = await request_activity(connection, installation.rules, newest, newest, request)
        if isinstance(job, Refusal):
            raise UsageError(job.message)
        await queue.run_soon(job.id, job.fence)
        await queue.hint()
    watch = command("status", installation.data)
    out.print(f"job {job.id} is queued: it computes {newest} from scratch; {watch} shows it")
