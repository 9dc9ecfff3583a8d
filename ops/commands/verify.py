"""`tierline verify`."""

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from engine.comparison import verify_month
from models.database import acquire
from models.retention import ActivityDropped
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, read_month
from ops.terminal import out
from tiers.errors import NoEditionInForce, NotDecidable
from tiers.periods import decision_day, format_month


def verify(
    month: Annotated[
        date, typer.Option(parser=read_month, metavar="MONTH", help="The month whose decisions are compared, YYYY-MM.")
    ],
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    if decision_day(month) > (closed := installation.rules.last_closed_day(datetime.now(UTC))):
        raise UsageError(f"the 14th of {format_month(month)} has not closed; the last closed day is {closed}")
    try:
        differences = asyncio.run(_verify(installation, month))
    except (NoEditionInForce, NotDecidable, ActivityDropped) as error:
        raise UsageError(str(error)) from None
    for line in differences:
        out.tell(line)
    if differences:
        raise typer.Exit(1)
    out.print(f"every decision of {format_month(month)} is what its facts give")


async def _verify(installation: Installation, month: date) -> list[str]:
    async with installation.opened(), acquire() as connection:
        return await verify_month(connection, installation.rules, month)
