"""`tierline explain`."""

import asyncio
from datetime import date
from typing import Annotated

import typer

from engine.explanations import ExplainedPartner, explain_day
from models.database import acquire
from ops.answers import answer
from ops.errors import UsageError
from ops.explaining.asked import SHOWN, AsJson, Everything, PartnerId, closed_day, find_partner, not_joined, refused
from ops.explaining.data import as_data
from ops.explaining.lines import as_lines
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option
from tiers.editions.ladder import Tier


def explain_partner(
    partner: PartnerId,
    as_of: Annotated[
        date | None,
        day_option("--as-of", "A closed day; by default the last one."),
    ] = None,
    tier: Annotated[
        str | None, typer.Option(metavar="KEY", help="Show the gates of this tier, instead of those of the next one.")
    ] = None,
    *,
    everything: Everything = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    with refused():
        explained = asyncio.run(_explain(Installation.find(data), partner, as_of))
    told = as_data(explained, None if tier is None else _tier(explained, tier))
    answer(told, as_lines(told, None if everything else SHOWN), as_json=as_json)


async def _explain(installation: Installation, name: str, as_of: date | None) -> ExplainedPartner:
    async with installation.opened(), acquire() as connection:
        day = await closed_day(connection, installation.rules, as_of)
        partner = await find_partner(name)
        explained = await explain_day(connection, installation.rules, partner.id, day)
    if explained is None:
        raise not_joined(partner, day)
    return explained


def _tier(explained: ExplainedPartner, key: str) -> Tier:
    edition = explained.basis.edition
    try:
        return edition.tier(key)
    except KeyError:
        tiers = ", ".join(tier.key for tier in edition.tiers)
        raise UsageError(f"edition {edition.key} has no tier {key!r}; its tiers are {tiers}") from None
