"""Partners, and everything that belongs to one."""

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.days import LONGEST_RANGE, From, To, read_closed_day, read_range
from api.filters import effective_by, with_status
from api.ids import encode_id
from api.listings import (
    CLIENT_NAME,
    EMPLOYEE_EMAIL,
    EMPLOYEES,
    NEWEST_DECISION,
    PARTNER_CLIENTS,
    TIER_HISTORY,
    Selection,
)
from api.pages import GREATEST_SIZE
from api.scope import today
from api.sql import Row
from api.types import clients, decisions, employees
from api.types.activity import DailyActivity
from api.types.connections import After, Before, Connection, First, Last, Paged, PageInfo, connect, read_page
from api.types.credits import ClientCredit
from api.types.inputs import PartnerClientFilter
from api.types.nodes import Node
from api.types.programs import Tier, tier_named
from api.types.references import LazyClient, LazyEmployee, LazyTierDecision
from api.types.resolved import resolved
from api.types.standings import Standing


@strawberry.type(description="A client under a partner, and why it counts there or does not.")
class PartnerClientEdge:
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: LazyClient = strawberry.field(description="The client.")
    credit: ClientCredit = strawberry.field(description="Its credits under this partner on the newest computed day.")


@strawberry.type(description="A page of the clients under a partner.")
class PartnerClientConnection(Paged):
    edges: list[PartnerClientEdge] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )


@strawberry.type(description="A partner agency. A partner sees itself, and others as if they did not exist.")
class Partner(Node):
    pk: strawberry.Private[int]
    external_id: str = strawberry.field(description="The id in the facts that were loaded.")
    name: str = strawberry.field(description="Its name.")
    country: str | None = strawberry.field(description="ISO 3166-1 alpha-2, or null if it is not known.")
    joined_on: date = strawberry.field(description="The first day on which it takes part.")
    domains: list[str] = strawberry.field(description="Its e-mail domains as loaded; at most 1,000.")

    @resolved("The last day of the certification that covers today; null if none does.")
    async def certified_until(self, info: Info) -> date | None:
        return await info.context.loaders.certified_until.load(self.pk)

    @resolved("By the newest decision already effective, in its latest revision; null for none.")
    async def tier(self, info: Info) -> Tier | None:
        row = await info.context.loaders.current_decision.load(self.pk)
        return None if row is None or row["tier"] is None else Tier.of(tier_named(info, row["program"], row["tier"]))

    @resolved("The effective day of the first decision of the unbroken run with that tier; null without one.")
    async def tier_since(self, info: Info) -> date | None:
        return await info.context.loaders.tier_since.load(self.pk)

    @resolved(
        "Its numbers as of a day, by default the newest computed one; null if the day is not computed or"
        " before it joined. An error if the day has not closed."
    )
    async def standing(
        self, info: Info, as_of: Annotated[date | None, strawberry.argument(description="A closed day.")] = None
    ) -> Standing | None:
        loaders, rules = info.context.loaders, info.context.rules
        if as_of is None:
            row = await loaders.newest_standing.load(self.pk)
        else:
            day = read_closed_day("asOf", as_of, rules.last_closed_day(info.context.clock()))
            row = await loaders.standing_on.load((self.pk, day))
        return None if row is None else Standing.from_row(row)

    @resolved(
        f"The computed standings of a range of at most {LONGEST_RANGE} days, oldest first. Days that are"
        " not computed are left out."
    )
    async def standings(self, info: Info, first_day: From, to: To) -> list[Standing]:
        rows = await info.context.loaders.standings.load((self.pk, read_range(first_day, to)))
        return [Standing.from_row(row) for row in rows]

    @resolved("Its effective decisions in their latest revisions, newest first.")
    async def tier_history(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[LazyTierDecision]:
        selection = Selection(TIER_HISTORY, NEWEST_DECISION, (effective_by(today(info)),))
        found = await read_page(info, selection, self.pk, first=first, after=after, last=last, before=before)
        return connect(found, decisions.TierDecision.from_row)

    @resolved("The clients that appear under it on the newest computed day, by name.")
    async def clients(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[PartnerClientFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> PartnerClientConnection:
        conditions = [] if filter is None else with_status(filter.sold, filter.managed)
        selection = Selection(PARTNER_CLIENTS, CLIENT_NAME, tuple(conditions))
        page, counted = await read_page(info, selection, self.pk, first=first, after=after, last=last, before=before)
        return PartnerClientConnection(
            edges=[
                PartnerClientEdge(cursor=cursor, node=clients.Client.from_row(row), credit=ClientCredit.from_row(row))
                for cursor, row in zip(page.cursors, page.rows, strict=True)
            ],
            page_info=PageInfo.of(page),
            counted=counted,
        )

    @resolved("The people who work for it, by e-mail.")
    async def employees(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[LazyEmployee]:
        found = await read_page(
            info, Selection(EMPLOYEES, EMPLOYEE_EMAIL), self.pk, first=first, after=after, last=last, before=before
        )
        return connect(found, employees.Employee.from_row)

    @resolved(
        "What its employees did by day, within a range of at most"
        f" {LONGEST_RANGE} days, oldest first. Days without any activity are left out."
    )
    async def daily_activity(self, info: Info, first_day: From, to: To) -> list[DailyActivity]:
        rows = await info.context.loaders.daily_activity.load((self.pk, read_range(first_day, to)))
        return [DailyActivity.from_row(row) for row in rows]

    @classmethod
    def from_row(cls, row: Row) -> "Partner":
        return cls(
            id=encode_id("Partner", row["id"]),
            pk=row["id"],
            external_id=row["external_id"],
            name=row["name"],
            country=row["country"],
            joined_on=row["joined_on"],
            domains=row["domains"],
        )
