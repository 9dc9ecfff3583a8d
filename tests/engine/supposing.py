"""Asking what would be, and having it happen in a copy of the database."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
import orjson

from engine.looks import Look, Looking
from engine.reports import read_reports
from engine.snapshots import snapshot
from engine.what_if import Supposed, WhatIf, what_if
from intake.terms import Confirmation, Terms
from models.database import acquire, close_database, open_database
from models.rulebook import Rulebook
from tests.conftest import numbers
from tests.postgres import like
from tests.workers.conftest import NOW
from tests.workers.facts import Line
from tiers.credits import Credit
from tiers.forecasts import Assumption, Outlook

CONFIRMED = Confirmation("ada", NOW)


def supposed(lines: Iterable[Line], rules: Rulebook, confirmation: Confirmation | None = CONFIRMED) -> Supposed:
    terms = Terms(rules.currencies, rules.zone, confirmation)
    return Supposed([(number, orjson.dumps(line)) for number, line in enumerate(lines, 1)], terms)


async def ask_what_if(
    rules: Rulebook,
    partner: int,
    day: date,
    last_closed: date,
    lines: Iterable[Line],
    *,
    confirmation: Confirmation | None = CONFIRMED,
    own: bool = False,
    assumption: Assumption = Assumption.ACTIVITY_CONTINUES,
) -> WhatIf:
    facts = supposed(lines, rules, confirmation)
    async with acquire() as connection:
        return await what_if(connection, rules, partner, day, last_closed, facts, own=own, assumption=assumption)


@asynccontextmanager
async def copied(database_url: str) -> AsyncIterator[None]:
    """The models are bound to a copy of the database for the block."""
    whole, _, options = database_url.partition("?")
    base, _, name = whole.rpartition("/")
    copy = f"copy_{next(numbers)}"
    await close_database()
    admin = await asyncpg.connect(f"{base}/postgres?{options}")
    try:
        await admin.execute(f"CREATE DATABASE {copy} {like(name)}")
        await open_database(f"{base}/{copy}?{options}")
        try:
            yield
        finally:
            await close_database()
            await admin.execute(f"DROP DATABASE {copy} WITH (FORCE)")
    finally:
        await admin.close()
        await open_database(database_url)


async def look_at(
    rules: Rulebook, partner: int, days: Sequence[date], last_closed: date, assumption: Assumption
) -> list[Look | None]:
    """The partner on the days, by the facts as they are, as forecasts look at it."""
    async with acquire() as connection, snapshot(connection):
        outlook = Outlook(rules.editions, await read_reports(connection, max(days)), last_closed, assumption)
        looking = Looking(connection, outlook)
        return await looking.look_at(partner, days)


def credits_of(look: Look | None) -> dict[tuple[int, str], Credit]:
    if look is None:
        return {}
    return {(one.client, credit.way): credit for one in look.assessment.credits for credit in one.credits}
