"""`tierline changes`."""

import asyncio
from datetime import date
from typing import Annotated

from engine.explanations import ComparedPartner, compare_two_days
from models.database import acquire
from ops.answers import answer
from ops.errors import UsageError
from ops.explaining.asked import SHOWN, AsJson, Everything, PartnerId, closed_day, find_partner, not_joined, refused
from ops.explaining.data import as_changes
from ops.explaining.lines import changes_as_lines
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option


def changes(
    partner: PartnerId,
    first: Annotated[date, day_option("--from", "The earlier day.")],
    last: Annotated[
        date | None,
        day_option("--to", "The later one, closed; by default the last one."),
    ] = None,
    *,
    everything: Everything = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    with refused():
        told = as_changes(asyncio.run(_compare(Installation.find(data), partner, first, last)))
    answer(told, changes_as_lines(told, None if everything else SHOWN), as_json=as_json)


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
