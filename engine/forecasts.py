"""The decisions to come for a partner by what is known and assumed: the engine's own, on days of the future."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, timedelta

import asyncpg

from engine.answers import gather_partners
from engine.assessment import assess_part, shares_of
from engine.gather import GatheredPart
from engine.reports import read_reports
from engine.snapshots import snapshot_of
from models.rulebook import Rulebook
from tiers.assessment import Assessment
from tiers.basis import Basis, basis_of
from tiers.credits import CreditStatus
from tiers.deciding import expect_decidable
from tiers.decisions import DecisionReason, TierChangeKind, change, reason
from tiers.facts import ClientFacts
from tiers.forecasts import Assumption, CreditedOn, Lost, Outlook, find_lost, last_day
from tiers.needs import activity_days
from tiers.periods import days_before, decision_day, effective_day
from tiers.schedule import coming_months

MOST_DECISIONS = 12
"""How many decisions ahead anybody may ask about."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """A client's credit, or part of it, that counts as of the last closed day and will not by a decision to come.

    `amount` is what the partner has of it now, in the program's minor units; `last_day` is the last day on which it
    counts, and `status` what the credit is by the decision, COUNTED where other product lines remain.
    """

    client: int
    way: str
    amount: int
    last_day: date
    status: CreditStatus


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
class _Look:
    """The partner as of one of the days."""

    credited: CreditedOn
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class _Looking:
    """Whom a forecast is about, and what is assumed, in its snapshot."""

    connection: asyncpg.Connection
    partner: int
    outlook: Outlook

    async def look(self, day: date) -> _Look | None:
        """The partner as of a day, None before it has joined."""
        basis = self.outlook.basis_on(day)
        # What is repeated has the lines of the report that is known.
        gathered = await self._gather(replace(basis, report=self.outlook.report_on(day)))
        if gathered is None:
            return None
        part = replace(gathered, basis=basis)
        [one] = assess_part(part)
        shares = shares_of(part, one.gathered)
        return _Look(CreditedOn(basis, _by_client(part), shares, one.assessment.credits), one.assessment)

    async def know(self, last: date) -> Mapping[int, ClientFacts]:
        """What is known of its clients by a day, and all activity that matters since the last closed one."""
        edition, last_closed = self.outlook.basis_on(self.outlook.last_closed).edition, self.outlook.last_closed
        part = await self._gather(basis_of(edition, last, self.outlook.report_on(last), last_closed))
        return {} if part is None else _by_client(part)

    async def _gather(self, basis: Basis) -> GatheredPart | None:
        async with aclosing(gather_partners(self.connection, basis, [self.partner])) as parts:
            return await anext(parts, None)


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
    deciding = [rules.in_force(day) for day in days]
    for edition in deciding:
        expect_decidable(edition)
    widest = max((rules.in_force(last_closed), *deciding), key=activity_days)
    async with snapshot_of(connection, widest, last_closed, limit):
        outlook = Outlook(rules.editions, await read_reports(connection, days[-1]), last_closed, assumption)
        looking = _Looking(connection, partner, outlook)
        held = await connection.fetchrow(
            "SELECT tier, rank FROM decision_in_effect($1, $2, $3)", partner, days[0], rules.program
        )
        now = await looking.look(last_closed)
        looks = [look for day in days if (look := await looking.look(day)) is not None]
        lost = [[] if now is None else list(find_lost(now.credited, look.credited)) for look in looks]
        known = await looking.know(days[-1]) if any(lost) else {}
    current = {} if now is None else now.credited.clients
    expired = [
        _expire(outlook, look.assessment.as_of, ended, current, known) for look, ended in zip(looks, lost, strict=True)
    ]
    tier, rank = (None, 0) if held is None else (held["tier"], held["rank"])
    return Forecast(last_closed, assumption, tier, tuple(_decide(rank, looks, expired)))


def _by_client(part: GatheredPart) -> Mapping[int, ClientFacts]:
    return {client.client: client for partner in part.partners for client in partner.facts.clients}


def _expire(
    outlook: Outlook,
    as_of: date,
    lost: Sequence[Lost],
    now: Mapping[int, ClientFacts],
    known: Mapping[int, ClientFacts],
) -> tuple[Expiry, ...]:
    """The credits that are lost by the day, with the last day of each; the largest first."""
    last = days_before(as_of, 1)
    ended = [
        Expiry(
            one.client,
            one.way,
            one.amount,
            last_day(outlook, one, now[one.client], known[one.client], last),
            one.status,
        )
        for one in lost
    ]
    return tuple(sorted(ended, key=lambda one: (-one.amount, one.last_day, one.client)))


def _decide(rank: int, looks: Sequence[_Look], expired: Sequence[tuple[Expiry, ...]]) -> Iterator[ForecastDecision]:
    """The decisions one after the other, the first of them after a tier of that rank."""
    for look, ended in zip(looks, expired, strict=True):
        assessment = look.assessment
        own = assessment.edition.rank(assessment.tier)
        effective_on = effective_day(assessment.as_of)
        yield ForecastDecision(effective_on, assessment, change(own, rank), reason(own, rank), ended)
        rank = own
