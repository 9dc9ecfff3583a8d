"""What questions about a partner have in common: who it is about, which day, and what is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated

import asyncpg
import typer

from models.clock import bounded
from models.partners import Partner
from models.retention import ActivityDropped
from models.rulebook import Rulebook
from ops.errors import UsageError
from tiers.errors import NoEditionInForce, NotDecidable

SHOWN = 10
"""How many things of each metric are shown, unless all are asked for."""

PartnerId = Annotated[str, typer.Argument(metavar="PARTNER", help="The partner's id in the facts.")]
Everything = Annotated[bool, typer.Option("--all", help=f"Show all, not only {SHOWN} for each metric.")]
AsJson = Annotated[bool, typer.Option("--json", help="All of it as one object, for machines.")]


@contextmanager
def refused() -> Iterator[None]:
    """Tells in one line of days that cannot be assessed or decided."""
    try:
        yield
    except (NoEditionInForce, NotDecidable, ActivityDropped) as error:
        raise UsageError(str(error)) from None


async def closed_day(connection: asyncpg.Connection, rules: Rulebook, asked: date | None) -> date:
    """The day that was asked for, or the last closed one; raises UsageError for one that has not closed."""
    closed = rules.last_closed_day(await bounded(connection, datetime.now(UTC)))
    if asked is not None and asked > closed:
        raise UsageError(f"{asked} has not closed; the last closed day is {closed}")
    return closed if asked is None else asked


async def find_partner(external_id: str) -> Partner:
    """The partner's row; raises UsageError."""
    row = await Partner.get_or_none(external_id=external_id)
    if row is None:
        raise UsageError(f"no partner has the id {external_id!r}; ids are those of the facts that were loaded")
    return row


def not_joined(partner: Partner, day: date) -> UsageError:
    """That nothing is known of a partner on a day."""
    return UsageError(
        f"partner {partner.external_id} joined on {partner.joined_on}; ask for that day or a later one, not for {day}"
    )
