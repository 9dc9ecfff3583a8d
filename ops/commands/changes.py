"""`tierline changes`."""

import asyncio
import json
from datetime import date
from typing import Annotated

import typer

from engine.explanations import ComparedPartner, compare_two_days
from models.database import acquire
from ops.errors import UsageError
from ops.explaining.asked import SHOWN, AsJson, Everything, PartnerId, closed_day, find_partner, not_joined, refused
from ops.explaining.data import as_changes
from ops.explaining.lines import changes_as_lines
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, read_day
from ops.terminal import out


def changes(
    partner: PartnerId,
    first: Annotated[date, typer.Option("--from", parser=read_day, metavar="DAY", help="The earlier day.")],
    last: Annotated[
        date | None,
        typer.Option("--to", parser=read_day, metavar="DAY", help="The later one, closed; by default the last one."),
    ] = None,
    *,
    everything: Everything = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    with refused():
        told = as_changes(asyncio.run(_compare(Installation.find(data), partner, first, last)))
    if as_json:
        out.print(json.dumps(told, indent=2))
        return
    for line in changes_as_lines(told, None if everything else SHOWN):
        out.tell(line)


async def _compare(installation: Installation, name: str, first: date, asked: date | None) -> ComparedPartner:
    async with installation.opened(), acquire() as connection:
        rules = installation.rules
        last = await closed_day(connection, rules, asked)
        if first > last:
            raise UsageError(f"--from {first} is after {last}; name an earlier day")
        partner = await find_partner(name)
        compared = await compare_two_days(connection, rules, partner.id, first, last)
    if compared is None:
        raise not_joined(partner, first)
    return compared
