"""What is foreseen of all partners, kept as of the newest computed day: made for those whom something has touched.

docs/decisions/0052-forecasts-are-carried.md says what makes it right that those of all others stay.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

import asyncpg

from engine.answers import ROWS_A_PART
from engine.forecasts import Ahead, ForecastDecision, Seen, decide_ahead, look_ahead
from engine.invalidation import SMALL_PART, find_touched_since
from models.rulebook import Rulebook
from models.statements import statement
from tiers.deciding import is_decided
from tiers.decisions import TierChangeKind
from tiers.editions.digest import digest_edition
from tiers.falls import NO_CAUSE, find_cause, mrr_of
from tiers.forecasts import Assumption, Expiry, Outlook
from tiers.periods import decision_day
from tiers.schedule import coming_months

AHEAD = 3
"""How many decisions ahead is foreseen of everybody."""

OnProgress = Callable[[int], Awaitable[None]]
"""Is told of how many partners is foreseen what will be."""


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
    """What has to be foreseen, in one snapshot: for those `partners`, None for all, as of the `days`.

    `marks` are the rows that asked for it, and `version` is that of what is kept. `outlook` is what all rests on.
    """

    program: str
    day: date
    days: Sequence[date]
    outlook: str | None
    version: int
    marks: Sequence[int]
    partners: Collection[int] | None
    many: int


@dataclass(frozen=True, slots=True)
class Found:
    """What is foreseen of a task's partners, and the rank of the tier that each holds until then."""

    task: Task
    rows: Sequence[Foreseen]
    held: Mapping[int, int]


async def find_newest_day(connection: asyncpg.Connection, program: str) -> date | None:
    """The newest computed day, after which all is foreseen."""
    day: date | None = await connection.fetchval("SELECT day FROM newest_day_of($1)", program)
    return day


async def foresee(
    connection: asyncpg.Connection, rules: Rulebook, begin: OnProgress, on_progress: OnProgress
) -> Found | None:
    """What is foreseen after the newest computed day of those for whom it may be something else than is kept.

    None where a newer day was computed as it began. Read in one snapshot, for which nobody waits. `begin` is told how
    many partners that are. Months that the editions so far cannot decide are left out. Raises ActivityDropped.
    """
    program = rules.program
    day = await find_newest_day(connection, program)
    assert day is not None, "it was asked for after one"
    months = [month for month in coming_months(day, AHEAD) if is_decided(rules.editions, month)]
    if not months:
        return Found(await _plan(connection, program, day, (), None), (), {})
    days = [decision_day(month) for month in months]
    async with look_ahead(connection, rules, day, days, Assumption.ACTIVITY_CONTINUES) as ahead:
        if day != await find_newest_day(connection, program):
            return None
        task = await _plan(connection, program, day, days, _digest(ahead.looking.outlook, days))
        await begin(task.many)
        held = await ahead.held(program, task.partners)
        ranks = {partner: rank for partner, (_, rank) in held.items()}
        rows: list[Foreseen] = []
        done = 0
        async with aclosing(_parts(ahead, task)) as parts:
            async for part in parts:
                rows += await _foresee_part(ahead, part, ranks)
                done += len(part)
                await on_progress(done)
    return Found(task, rows, ranks)


async def _plan(
    connection: asyncpg.Connection, program: str, day: date, days: Sequence[date], outlook: str | None
) -> Task:
    kept = await connection.fetchrow("SELECT outlook, version FROM forecast_day WHERE program = $1", program)
    marks = await connection.fetch("SELECT id, partner_id FROM stale_forecast WHERE program = $1", program)
    partners = {mark["partner_id"] for mark in marks}
    many = await connection.fetchval("SELECT count(*) FROM partner")
    wanted = None
    if outlook is not None and kept is not None and kept["outlook"] == outlook and None not in partners:
        wanted = partners | await find_touched_since(connection, program, day, days[-1])
        if len(wanted) * SMALL_PART > many:
            wanted = None
    return Task(
        program, day, days, outlook, 0 if kept is None else kept["version"], [mark["id"] for mark in marks], wanted,
        many if wanted is None else len(wanted),
    )  # fmt: skip


def _digest(outlook: Outlook, days: Sequence[date]) -> str | None:
    """What all forecasts rest on, in short: the days, the reports that are known, the edition.

    None where there are several editions: credits that one day ends are known by the edition of that day only.
    """
    every = (outlook.last_closed, *days)
    editions = {digest_edition(outlook.basis_on(day).edition) for day in every}
    if len(editions) > 1 or outlook.turns(days[-1]):
        return None
    text = repr((editions, days, [outlook.report_on(day) for day in every]))
    return sha256(text.encode()).hexdigest()


async def _parts(ahead: Ahead, task: Task) -> AsyncGenerator[list[Seen]]:
    """The task's partners, in parts of about ROWS_A_PART clients."""
    part: list[Seen] = []
    clients = 0
    async with aclosing(ahead.see(task.partners)) as seen:
        async for one in seen:
            part.append(one)
            clients += 1 + sum(len(look.assessment.credits) for look in one.looks[-1:])
            if clients >= ROWS_A_PART:
                yield part
                part, clients = [], 0
    if part:
        yield part


async def _foresee_part(ahead: Ahead, part: Sequence[Seen], held: Mapping[int, int]) -> list[Foreseen]:
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
