"""`tierline recompute activity` and `tierline recompute tiers`."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Annotated

import asyncpg
import typer

from jobs.requests import Job, Refusal, Request, request_activity, request_tiers
from models.rulebook import Rulebook
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option, read_month
from ops.requesting import Ask, requested, watched
from ops.terminal import out

Wait = Annotated[bool, typer.Option("--wait", help="Show the run's progress and exit by its outcome.")]

app = typer.Typer(no_args_is_help=True)


@app.command()
def activity(
    first: Annotated[date | None, day_option("--from", "The first day, YYYY-MM-DD.")] = None,
    last: Annotated[
        date | None,
        day_option("--to", "The last day; default: the last closed."),
    ] = None,
    *,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="Look at every client, also where nothing can have changed.")
    ] = False,
    rebuild_activity: Annotated[
        bool,
        typer.Option(
            "--rebuild-activity",
            help="First make daily activity once more from all loaded events, then look at every client. "
            "Without --from: of the newest computed day.",
        ),
    ] = False,
    wait: Wait = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Compute the activity and the standings of days again."""
    if first is None and not rebuild_activity:
        raise UsageError("--from is missing: name the first day, YYYY-MM-DD")
    if first is None and last is not None:
        raise UsageError("--to is given without --from: name the first day, YYYY-MM-DD, or leave out both")

    async def ask(connection: asyncpg.Connection, rules: Rulebook, request: Request) -> Job | Refusal:
        closed = rules.last_closed_day(request.requested_at)
        whole = replace(request, from_scratch=from_scratch, rebuild_activity=rebuild_activity)
        if first is None:
            newest = await connection.fetchval("SELECT day FROM newest_day") or closed
            return await request_activity(connection, rules, newest, newest, whole)
        return await request_activity(connection, rules, first, last or max(first, closed), whole)

    asyncio.run(_recompute(Installation.find(data), ask, wait=wait))


@app.command()
def tiers(
    month: Annotated[
        date, typer.Option(parser=read_month, metavar="MONTH", help="The month whose 15th is decided, YYYY-MM.")
    ],
    *,
    wait: Wait = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Decide the tiers that take effect on the 15th of a month again."""

    async def ask(connection: asyncpg.Connection, rules: Rulebook, request: Request) -> Job | Refusal:
        return await request_tiers(connection, rules, month, request)

    asyncio.run(_recompute(Installation.find(data), ask, wait=wait))


async def _recompute(installation: Installation, ask: Ask, *, wait: bool) -> None:
    async with requested(installation, ask) as job:
        if wait:
            out.tell((await watched(job)).text)
        else:
            out.print(f"job {job} is queued")
