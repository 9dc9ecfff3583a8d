"""What is foreseen of all partners, kept as of the newest computed day: made for those whom something has touched.

docs/decisions/0052-forecasts-are-carried.md says what makes it right that those of all others stay.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

import asyncpg

from engine.forecasts import Ahead, ForecastDecision, Seen, decide_ahead, look_ahead
from engine.invalidation import find_touched_since
from models.rulebook import Rulebook
from models.statements import statement
from tiers.deciding import is_decided
from tiers.decisions import TierChangeKind
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.falls import NO_CAUSE, find_cause, mrr_of
from tiers.forecasts import Assumption, Expiry, Outlook
from tiers.periods import decision_day
from tiers.schedule import coming_months

AHEAD = 3
"""How many decisions ahead is foreseen of everybody."""
CLIENTS_AT_ONCE, PARTNERS_AT_ONCE = 20_000, 1_000
"""About as many are looked at in one part."""


class Foreseen(NamedTuple):
    """A decision to come for a partner, as a row of `forecast` has it; `place` 1 is the next one.

    `change` compares it with the one before it, `falls_first` says that it is the first of a partner's that demotes it:
    then `metric`, `client` and `last_day` say why (tiers/falls.py). `mrr` is how large the partner is now.
    """

    partner: int
    place: int
    effective_on: date
    tier: str | None
    rank: int
    edition: str
    change: TierChangeKind
    falls_first: bool
    metric: str | None
    client: int | None
    last_day: date | None
    mrr: Decimal


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be foreseen after the `day`: for those `partners`, None for all, as of the `days`.

    `marks` are the rows that asked for it, and `version` is that of what is kept. `rests_on` is what all of it rests
    on, in short; `can_carry` says that those of other days who rest on the same need not be looked at. Of `many`
    partners `done` have been looked at, up to the row `last_partner`.
    """

    program: str
    day: date
    days: Sequence[date]
    rests_on: str
    can_carry: bool
    version: int
    marks: Sequence[int]
    partners: Collection[int] | None
    many: int
    done: int = 0
    last_partner: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What is foreseen of some of a task's partners, by their rows; there are none when all have been looked at."""

    partners: Sequence[int]
    rows: Sequence[Foreseen]


async def find_newest_day(connection: asyncpg.Connection, program: str) -> date | None:
    """The newest computed day, after which all is foreseen."""
    day: date | None = await connection.fetchval("SELECT day FROM newest_day_of($1)", program)
    return day


async def plan_task(connection: asyncpg.Connection, rules: Rulebook) -> Task | None:
    """What has to be foreseen after the newest computed day: for those for whom it may be something else than is kept.

    None where a newer day was computed meanwhile. Read in one snapshot, for which nobody waits. Months that the
    editions so far cannot decide are left out. Raises ActivityDropped.
    """
    program = rules.program
    day = await find_newest_day(connection, program)
    assert day is not None, "it was asked for after one"
    edition = rules.in_force(day)
    days = [decision_day(month) for month in coming_months(day, AHEAD) if is_decided(rules.editions, month)]
    if not days:
        return await _plan(connection, edition, day, days, "", can_carry=False)
    async with look_ahead(connection, rules, day, days, Assumption.ACTIVITY_CONTINUES) as ahead:
        if day != await find_newest_day(connection, program):
            return None
        rests_on, can_carry = _digest(ahead.looking.outlook, days)
        return await _plan(connection, edition, day, days, rests_on, can_carry=can_carry)


async def foresee_part(connection: asyncpg.Connection, rules: Rulebook, task: Task) -> Part | None:
    """What is foreseen of the next of the task's partners; None where what all of it rests on is not the same any more.

    Each part is read in a snapshot of its own, for which nobody waits. What comes in between is marked anew, and left
    to the next task. Raises ActivityDropped.
    """
    if not task.days:
        return Part((), ())
    async with look_ahead(connection, rules, task.day, task.days, Assumption.ACTIVITY_CONTINUES) as ahead:
        if task.rests_on != _digest(ahead.looking.outlook, task.days)[0]:
            return None
        following = (task.last_partner, task.partners, task.program, CLIENTS_AT_ONCE, PARTNERS_AT_ONCE)
        partners = [row["id"] for row in await connection.fetch(statement("engine/next_partners"), *following)]
        if not partners:
            return Part((), ())
        held = await ahead.held(task.program, partners)
        async with aclosing(ahead.see(partners)) as seen:
            looked_at = [one async for one in seen]
        return Part(partners, await _foresee(ahead, looked_at, {one: rank for one, (_, rank) in held.items()}))


async def _plan(
    connection: asyncpg.Connection, edition: Edition, day: date, days: Sequence[date], rests_on: str, *, can_carry: bool
) -> Task:
    program = edition.program
    kept = await connection.fetchrow("SELECT outlook, version FROM forecast_day WHERE program = $1", program)
    marks = await connection.fetch("SELECT id, partner_id FROM stale_forecast WHERE program = $1", program)
    marked = {mark["partner_id"] for mark in marks}
    partners = None
    if can_carry and kept is not None and kept["outlook"] == rests_on and None not in marked:
        partners = sorted(marked | await find_touched_since(connection, edition, day, days[-1]))
    many = len(partners) if partners is not None else await connection.fetchval("SELECT count(*) FROM partner")
    version = 0 if kept is None else kept["version"]
    return Task(program, day, days, rests_on, can_carry, version, [mark["id"] for mark in marks], partners, many)


def _digest(outlook: Outlook, days: Sequence[date]) -> tuple[str, bool]:
    """What all forecasts rest on, in short: the days, the reports that are known, the edition; whether that is all.

    It is not where there are several editions: credits that one day ends are known by the edition of that day only.
    """
    every = (outlook.last_closed, *days)
    editions = {digest_edition(outlook.basis_on(day).edition) for day in every}
    turns = outlook.turns(days[-1])
    text = repr((sorted(editions), turns, days, [outlook.report_on(day) for day in every]))
    return sha256(text.encode()).hexdigest(), len(editions) == 1 and not turns


async def _foresee(ahead: Ahead, part: Sequence[Seen], held: Mapping[int, int]) -> list[Foreseen]:
    falling = [one for one in part if _falls(one, held[one.partner])]
    expired = dict(zip([one.partner for one in falling], await ahead.expire(falling), strict=True))
    certified: dict[int, list[date]] = {}
    for row in await ahead.looking.connection.fetch(statement("engine/certified_until"), list(expired)):
        certified.setdefault(row["partner_id"], []).append(row["valid_until"])
    return [
        row
        for one in part
        for row in _rows(one, held[one.partner], expired.get(one.partner), certified.get(one.partner, ()))
    ]


def _falls(one: Seen, rank: int) -> bool:
    return any(decision.change is TierChangeKind.DEMOTED for decision in _decide(one, rank))


def _decide(one: Seen, rank: int, expired: Sequence[tuple[Expiry, ...]] | None = None) -> Iterator[ForecastDecision]:
    return decide_ahead(rank, one.looks, [()] * len(one.looks) if expired is None else expired)


def _rows(
    one: Seen, rank: int, expired: Sequence[tuple[Expiry, ...]] | None, certified: Sequence[date]
) -> Iterator[Foreseen]:
    """A partner's rows, the first of them after a tier of that rank; `certified` says until when it is, or was."""
    mrr = Decimal(0) if one.now is None else mrr_of(one.now.assessment)
    has_fallen = False
    for place, decision in enumerate(_decide(one, rank, expired), 1):
        assessment, cause = decision.assessment, NO_CAUSE
        falls_first = decision.change is TierChangeKind.DEMOTED and not has_fallen
        if falls_first:
            until = max((day for day in certified if day < assessment.as_of), default=None)
            cause = find_cause(assessment, rank, decision.expired, until)
        rank, has_fallen = assessment.edition.rank(assessment.tier), has_fallen or falls_first
        tier = None if assessment.tier is None else assessment.tier.key
        yield Foreseen(
            one.partner, place, decision.effective_on, tier, rank, assessment.edition.key, decision.change, falls_first,
            *cause, mrr,
        )  # fmt: skip
