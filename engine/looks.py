"""Partners as of days that have closed or are to come, by what is known and assumed (docs/forecasts.md)."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from datetime import date

import asyncpg

from engine.activity import EVENTS, find_last_day
from engine.answers import clients_under, gather_partners
from engine.assessment import AssessedPartner, assess_part
from engine.gather import Gathered, GatheredPart
from engine.gather_sql import gather_alike, gather_together
from models.statements import statement
from tiers.assessment import Assessment
from tiers.basis import Basis, basis_of
from tiers.facts import Certification, ClientFacts
from tiers.forecasts import CreditedOn, Outlook


@dataclass(frozen=True, slots=True)
class Look:
    """A partner, by its row, as of one of the days."""

    partner: int
    credited: CreditedOn
    assessment: Assessment


Looks = Mapping[date, Look]
"""One partner as of some days; those before it has joined are not there."""


def as_gathered(part: GatheredPart) -> GatheredPart:
    """The facts as they are."""
    return part


@dataclass(frozen=True, slots=True)
class Looking:
    """What is assumed, in a snapshot.

    `alter` says what facts are taken for; `events` is where those are that no run has taken in yet.
    """

    connection: asyncpg.Connection
    outlook: Outlook
    alter: Callable[[GatheredPart], GatheredPart] = as_gathered
    events: str = EVENTS

    async def look(self, days: Sequence[date], partners: Collection[int] | None) -> AsyncGenerator[tuple[int, Looks]]:
        """Those of the partners that have joined by any of the days, all for None, in the order of their rows.

        The days are in their order. What several of them need is gathered once for these.
        """
        async with AsyncExitStack() as stack:
            groups = await self._group(days, partners)
            streams = [await stack.enter_async_context(aclosing(self._look(group, partners))) for group in groups]
            heads = [await anext(stream, None) for stream in streams]
            while waiting := [head[0] for head in heads if head is not None]:
                partner = min(waiting)
                looks: dict[date, Look] = {}
                for place, head in enumerate(heads):
                    if head is not None and head[0] == partner:
                        looks |= head[1]
                        heads[place] = await anext(streams[place], None)
                yield partner, looks

    async def look_at(self, partner: int, days: Sequence[date]) -> list[Look | None]:
        """One partner as of each of the days, None before it has joined."""
        async with aclosing(self.look(days, [partner])) as looks:
            found = await anext(looks, None)
        return [None if found is None else found[1].get(day) for day in days]

    async def know(self, last: date, looked: Sequence[Look]) -> Mapping[int, Mapping[int, ClientFacts]]:
        """What is known of clients by a day, and all activity that matters since the last closed one, by partner.

        `looked` are looks at these partners as of that day.
        """
        edition, last_closed = self.outlook.basis_on(self.outlook.last_closed).edition, self.outlook.last_closed
        basis = basis_of(edition, last, self.outlook.report_on(last), last_closed)
        if gather_alike(basis, self._known(last)):
            return {one.partner: one.credited.clients for one in looked}
        async with aclosing(self._gather(basis, [one.partner for one in looked])) as parts:
            return {partner.id: _by_client(partner) async for part in parts for partner in part.partners}

    async def _group(self, days: Sequence[date], partners: Collection[int] | None) -> list[list[date]]:
        """The days, those beside each other whose facts are gathered together."""
        if len(days) == 1:
            return [list(days)]
        clients = None if partners is None else await clients_under(self.connection, partners)
        within = (self.outlook.last_closed, await find_last_day(self.connection), clients)
        last_activity: date = await self.connection.fetchval(statement("engine/newest_activity"), *within)
        groups: list[list[date]] = []
        for day in days:
            if groups and gather_together(self._known(groups[-1][-1]), self._known(day), last_activity):
                groups[-1].append(day)
            else:
                groups.append([day])
        return groups

    async def _look(self, days: Sequence[date], partners: Collection[int] | None) -> AsyncGenerator[tuple[int, Looks]]:
        """The partners as of days whose facts are gathered together: as of the last of them."""
        joined, certified = await self._find_beginnings(days, partners)
        bases = [self.outlook.basis_on(day) for day in days]
        async with aclosing(self._gather(self._known(days[-1]), partners)) as parts:
            async for gathered in parts:
                part = self.alter(replace(gathered, partners=[_certify(one, certified) for one in gathered.partners]))
                by_day = [assess_part(replace(part, basis=basis)) for basis in bases]
                for each in zip(*by_day, strict=True):
                    partner = each[0].gathered
                    clients, since = _by_client(partner), joined.get(partner.id, date.min)
                    looks = [_look(basis, one, clients) for basis, one in zip(bases, each, strict=True)]
                    yield partner.id, {day: look for day, look in zip(days, looks, strict=True) if day >= since}

    async def _find_beginnings(
        self, days: Sequence[date], partners: Collection[int] | None
    ) -> tuple[Mapping[int, date], Mapping[int, list[Certification]]]:
        """When partners have joined, and the certifications that cover any of the days; nothing for a single day."""
        joined: dict[int, date] = {}
        certified: dict[int, list[Certification]] = {}
        if len(days) > 1:
            for row in await self.connection.fetch(statement("engine/beginnings"), days[0], days[-1], partners):
                joined[row["partner_id"]] = row["joined_on"]
                if row["valid_from"] is not None:
                    own = certified.setdefault(row["partner_id"], [])
                    own.append(Certification(row["valid_from"], row["valid_until"]))
        return joined, certified

    def _known(self, day: date) -> Basis:
        """What of a day's basis is known: what is repeated has the lines of the report that is."""
        return replace(self.outlook.basis_on(day), report=self.outlook.report_on(day))

    def _gather(self, basis: Basis, partners: Collection[int] | None) -> AsyncGenerator[GatheredPart]:
        return gather_partners(self.connection, basis, partners, events=self.events)


def _by_client(partner: Gathered) -> Mapping[int, ClientFacts]:
    return {client.client: client for client in partner.facts.clients}


def _certify(partner: Gathered, certified: Mapping[int, list[Certification]]) -> Gathered:
    own = certified.get(partner.id)
    return partner if own is None else replace(partner, facts=replace(partner.facts, certifications=own))


def _look(basis: Basis, one: AssessedPartner, clients: Mapping[int, ClientFacts]) -> Look:
    return Look(one.gathered.id, CreditedOn(basis, clients, one.shares, one.assessment.credits), one.assessment)
