"""`tierline at-risk`: who is foreseen to fall, and why."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import asyncpg
import typer

from engine.kept_forecasts import AHEAD
from models.database import acquire
from models.statements import statement
from ops.answers import answer, named
from ops.explaining.asked import AsJson
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data

_DAY = "SELECT day FROM forecast_day WHERE program = $1"


def show_at_risk(
    *,
    decisions: Annotated[
        int, typer.Option(metavar="N", min=1, max=AHEAD, help="Within how many decisions from now.")
    ] = 1,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    day, rows = asyncio.run(_ask(Installation.find(data), decisions))
    answer({"day": day, "atRisk": [*map(named, rows)]}, _lines(day, rows, decisions), as_json=as_json)


async def _ask(installation: Installation, decisions: int) -> tuple[date | None, Sequence[asyncpg.Record]]:
    """The day after which all is foreseen, and who falls then, of one moment."""
    async with (
        installation.opened(),
        acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        program = installation.rules.program
        day: date | None = await connection.fetchval(_DAY, program)
        return day, await connection.fetch(statement("engine/at_risk"), program, decisions)


def _lines(day: date | None, rows: Sequence[asyncpg.Record], decisions: int) -> Iterator[str]:
    if day is None:
        yield "nothing is foreseen yet: a worker does that after each day that is computed"
        return
    within = "the next decision" if decisions == 1 else f"the next {decisions} decisions"
    yield f"by what is known after {day}, will fall by {within}: {len(rows)}, the largest first"
    for row in rows:
        tiers = f"{row['tier_before'] or 'no tier'} to {row['tier'] or 'no tier'}"
        yield f"{row['effective_on']}  {row['partner']} {row['name']}, {tiers}, MRR {row['mrr']:f}: {_why(row)}"


def _why(row: asyncpg.Record) -> str:
    if row["metric"] is None:
        return "its tier is no longer there"
    if row["last_day"] is None:
        return f"{row['metric']} is not enough"
    if row["client"] is None:
        return f"{row['metric']}: its certification ends, last on {row['last_day']}"
    return f"{row['metric']}: {row['client']} {row['client_name']} ends, last on {row['last_day']}"
