"""The decisions to come by what is known and assumed: the engine's own, on days of the future."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import asyncpg

from engine.looks import Look, Looking
from engine.reports import read_reports
from engine.snapshots import snapshot_of
from models.rulebook import Rulebook
from models.statements import statement
from tiers.assessment import Assessment
from tiers.deciding import expect_decidable
from tiers.decisions import DecisionReason, TierChangeKind, change, reason
from tiers.facts import ClientFacts
from tiers.forecasts import Assumption, Expiry, Lost, Outlook, find_lost, last_day
from tiers.needs import activity_days
from tiers.periods import days_before, decision_day, effective_day
from tiers.schedule import coming_months

MOST_DECISIONS = 12
"""How many decisions ahead anybody may ask about."""


@dataclass(frozen=True, slots=True)
class ForecastDecision:
    """A decision to come: what the partner performs as of the day before, and how that compares with the one before it.

    `expired` are the credits that will have ended by then, the largest first.
    """

    effective_on: date
    assessment: Assessment
    change: TierChangeKind
    reason: DecisionReason
    expired: tuple[Expiry, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to come for a partner by what is known; `tier` is the key of the one that it holds until then.

    Decisions as of days on which the partner has not joined are not there.
    """

    last_closed: date
    assumption: Assumption
    tier: str | None
    decisions: tuple[ForecastDecision, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A partner, by its row, as of the last closed day, None before it has joined, and of the days to decide on."""

    partner: int
    now: Look | None
    looks: Sequence[Look]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Decisions as of the `days`, after the last closed one of the outlook, that can be looked at in a snapshot."""

    looking: Looking
    days: Sequence[date]

    async def held(self, program: str, partners: Collection[int] | None = None) -> Mapping[int, tuple[str | None, int]]:
        """The tier, by key and rank, that each of the partners holds until the first of the decisions; all for None."""
        rows = await self.looking.connection.fetch(statement("engine/held_tiers"), self.days[0], program, partners)
        return {row["partner_id"]: (row["tier"], row["rank"]) for row in rows}

    async def see(self, partners: Collection[int] | None = None) -> AsyncGenerator[Seen]:
        """Each of the partners that has joined by any of the days, in the order of their rows; all for None."""
        days = self.days
        async with aclosing(self.looking.look((self.looking.outlook.last_closed, *days), partners)) as looked:
            async for partner, looks in looked:
                now = looks.get(self.looking.outlook.last_closed)
                yield Seen(partner, now, [looks[day] for day in days if day in looks])

    async def expire(self, seen: Sequence[Seen]) -> list[list[tuple[Expiry, ...]]]:
        """For each of them what will have ended by each of its decisions, the largest first."""
        lost = [[_find_lost(one.now, look) for look in one.looks] for one in seen]
        losing = [one.looks[-1] for one, by_decision in zip(seen, lost, strict=True) if any(by_decision)]
        known = await self.looking.know(self.days[-1], losing) if losing else {}
        return [
            [
                _expire(self.looking.outlook, look.assessment.as_of, ended, one.now, known.get(one.partner, {}))
                for look, ended in zip(one.looks, by_decision, strict=True)
            ]
            for one, by_decision in zip(seen, lost, strict=True)
        ]


@asynccontextmanager
async def look_ahead(
    connection: asyncpg.Connection,
    rules: Rulebook,
    last_closed: date,
    days: Sequence[date],
    assumption: Assumption,
    *,
    limit: timedelta | None = None,
) -> AsyncIterator[Ahead]:
    """A snapshot in which decisions as of some days after the last closed one can be foreseen, in their order.

    Nobody waits for it. Raises NoEditionInForce, ActivityDropped.
    """
    widest = max((rules.in_force(day) for day in (last_closed, *days)), key=activity_days)
    async with snapshot_of(connection, widest, last_closed, limit):
        reports = await read_reports(connection, days[-1])
        outlook = Outlook(rules.editions, reports, last_closed, assumption)
        yield Ahead(Looking(connection, outlook), days)


async def forecast(  # noqa: PLR0913 (what is asked)
    connection: asyncpg.Connection,
    rules: Rulebook,
    partner: int,
    last_closed: date,
    decisions: int,
    assumption: Assumption,
    *,
    limit: timedelta | None = None,
) -> Forecast:
    """The next 1 to MOST_DECISIONS decisions for the partner of that row: those whose as-of days have not closed.

    Read in one snapshot, for which nobody waits, and whose statements take no longer than the limit. Raises
    NoEditionInForce, NotDecidable, ActivityDropped.
    """
    days = [decision_day(month) for month in coming_months(last_closed, decisions)]
    for day in days:
        expect_decidable(rules.in_force(day))
    async with look_ahead(connection, rules, last_closed, days, assumption, limit=limit) as ahead:
        tier, rank = (await ahead.held(rules.program, [partner])).get(partner, (None, 0))
        seen = [one async for one in ahead.see([partner])]
        expired = await ahead.expire(seen)
    foreseen = [
        decision for one, ended in zip(seen, expired, strict=True) for decision in decide_ahead(rank, one.looks, ended)
    ]
    return Forecast(last_closed, assumption, tier, tuple(foreseen))


def decide_ahead(rank: int, looks: Sequence[Look], expired: Sequence[tuple[Expiry, ...]]) -> Iterator[ForecastDecision]:
    """A partner's decisions one after the other, the first of them after a tier of that rank."""
    for look, ended in zip(looks, expired, strict=True):
        assessment = look.assessment
        own = assessment.edition.rank(assessment.tier)
        effective_on = effective_day(assessment.as_of)
        yield ForecastDecision(effective_on, assessment, change(own, rank), reason(own, rank), ended)
        rank = own


def _find_lost(now: Look | None, look: Look) -> Sequence[Lost]:
    return [] if now is None else list(find_lost(now.credited, look.credited))


def _expire(
    outlook: Outlook, as_of: date, lost: Sequence[Lost], now: Look | None, known: Mapping[int, ClientFacts]
) -> tuple[Expiry, ...]:
    """The credits that are lost by the day, with the last day of each; the largest first."""
    last = days_before(as_of, 1)
    current = {} if now is None else now.credited.clients
    ended = [
        Expiry(
            one.client,
            one.way,
            one.amount,
            last_day(outlook, one, current[one.client], known[one.client], last),
            one.status,
        )
        for one in lost
    ]
    return tuple(sorted(ended, key=lambda one: (-one.amount, one.last_day, one.client)))
