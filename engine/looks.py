"""Partners as of days that have closed or are to come, by what is known and assumed (docs/forecasts.md)."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date

import asyncpg

from engine.activity import EVENTS
from engine.answers import gather_partners
from engine.assessment import assess_part, shares_of
from engine.gather import Gathered, GatheredPart
from tiers.assessment import Assessment
from tiers.basis import Basis, basis_of
from tiers.facts import ClientFacts
from tiers.forecasts import CreditedOn, Outlook


@dataclass(frozen=True, slots=True)
class Look:
    """A partner, by its row, as of one of the days."""

    partner: int
    credited: CreditedOn
    assessment: Assessment


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

    async def look(self, day: date, partners: Collection[int] | None) -> AsyncGenerator[Look]:
        """Those of the partners that have joined by a day, all for None, in the order of their rows."""
        basis = self.outlook.basis_on(day)
        # What is repeated has the lines of the report that is known.
        async with aclosing(self._gather(replace(basis, report=self.outlook.report_on(day)), partners)) as parts:
            async for gathered in parts:
                part = replace(self.alter(gathered), basis=basis)
                for one in assess_part(part):
                    shares = shares_of(part, one.gathered)
                    credited = CreditedOn(basis, _by_client(one.gathered), shares, one.assessment.credits)
                    yield Look(one.gathered.id, credited, one.assessment)

    async def look_at(self, partner: int, day: date) -> Look | None:
        """One partner as of a day, None before it has joined."""
        async with aclosing(self.look(day, [partner])) as looks:
            return await anext(looks, None)

    async def know(self, last: date, partners: Collection[int]) -> Mapping[int, Mapping[int, ClientFacts]]:
        """What is known of clients by a day, and all activity that matters since the last closed one."""
        edition, last_closed = self.outlook.basis_on(self.outlook.last_closed).edition, self.outlook.last_closed
        basis = basis_of(edition, last, self.outlook.report_on(last), last_closed)
        async with aclosing(self._gather(basis, partners)) as parts:
            return {partner.id: _by_client(partner) async for part in parts for partner in part.partners}

    def _gather(self, basis: Basis, partners: Collection[int] | None) -> AsyncGenerator[GatheredPart]:
        return gather_partners(self.connection, basis, partners, events=self.events)


def _by_client(partner: Gathered) -> Mapping[int, ClientFacts]:
    return {client.client: client for client in partner.facts.clients}
