"""Partners, and everything that belongs to one."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import today
from api.execution.errors import BadInput
from api.reading.days import LONGEST_RANGE, From, To, read_closed_day, read_range
from api.reading.declared import EditionValue, FromEngine, Many, One, Part, column, declared, field, stored, value
from api.reading.derived import CERTIFIED_UNTIL, PRECEDING, PRECEDING_KNOWN, TIER_NOW
from api.reading.filters import (
    CREDITED_KEYS,
    DECISIONS,
    EFFECTIVE_ON,
    expiring_before,
    named,
    with_status,
)
from api.reading.filters import known_at as known_by
from api.reading.listings import GREATEST_SIZE, Listing, Order, Page, by_external_id, by_name, by_text, ordered, page
from api.reading.sql import Sql
from api.types.activity import DailyActivity, activity_within
from api.types.calendar import THROUGH, DataThrough
from api.types.changes import Earlier, Later, PartnerChanges, changes_field
from api.types.clients import Client
from api.types.connections import NODES, After, Before, Connection, First, Last, Paged, paged
from api.types.credits import CREDIT, ClientCredit
from api.types.decisions import EFFECTIVE, TierDecision, decision_on
from api.types.editions import Tier
from api.types.employees import Employee
from api.types.enums import Assumption
from api.types.forecasts import Forecast, forecast_field
from api.types.inputs import PartnerClientFilter, PartnerClientOrder, TierDecisionFilter, TierDecisionOrder
from api.types.measures import NEWEST_MEASURE, OF_PARTNER, Measure
from api.types.nodes import Node
from api.types.references import PARTNERS
from api.types.standings import Standing
from engine.forecasts import MOST_DECISIONS
from models import partners as rows

CREDITED = Listing(
    "partnerClients",
    Client,
    Sql("this_credit.partner_id = parent.id"),
    tables=Sql("client_credit this_credit JOIN client this ON this.id = this_credit.client_id"),
    columns=f"this.*, {CREDIT}",
)
OWN_DECISIONS = EFFECTIVE + Sql("AND this.partner_id = parent.id")
HISTORY = Listing("tierHistory", TierDecision, OWN_DECISIONS, tables=Sql("latest_decision this"))
SEEN = "(SELECT d.*, {}::timestamptz AS seen_at FROM tier_decision d) this"
STAFF = Listing("employees", Employee, Sql("this.partner_id = parent.id"))

KnownAt = Annotated[
    datetime | None, strawberry.argument(description="As it was known at this moment; by default, as it is now.")
]

BY_NAME = Order("NAME", by_name("this"))
BY_EMAIL = Order("EMAIL", (by_text("this.email"), by_external_id("this")))
NEWEST_FIRST = Order("EFFECTIVE_ON", (EFFECTIVE_ON,), descending=True)


def history_known(moment: datetime) -> Listing:
    """The decisions of a partner, in all revisions, which are compared by what was known at the moment."""
    return replace(HISTORY, tables=Sql(SEEN, (moment,)), instead={PRECEDING: PRECEDING_KNOWN})


@strawberry.type(description="A client under a partner, and why it counts there or does not.")
class PartnerClientEdge:
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: Client = strawberry.field(description="The client.")
    credit: ClientCredit = declared("Its credits under this partner on the newest computed day.", Part())


@strawberry.type(description="A page of the clients under a partner.")
class PartnerClientConnection(Paged):
    edges: list[PartnerClientEdge] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )
    nodes: list[Client] = strawberry.field(description=NODES)


@stored(rows.Partner, scope=PARTNERS.scope)
@strawberry.type(description="A partner agency. A partner sees itself, and others as if they did not exist.")
class Partner(Node):
    external_id: str = column("The id in the facts that were loaded.")
    name: str = column("Its name.")
    country: str | None = column("ISO 3166-1 alpha-2, or null if it is not known.")
    joined_on: date = column("The first day on which it takes part.")
    domains: list[str] = column("Its e-mail domains as loaded; at most 1,000.")
    certified_until: date | None = value(
        "The last day of the certification that covers today; null if none does.", CERTIFIED_UNTIL
    )
    tier: Tier | None = declared(
        "By the newest decision already effective, in its latest revision; null for none.",
        EditionValue(Tier.held, "this_now.edition", "this_now.tier", joins=(TIER_NOW,)),
    )
    tier_since: date | None = value(
        "The effective day of the first decision of the unbroken run with that tier; null without one.",
        "this_now.since",
        TIER_NOW,
    )
    data_through: DataThrough = declared(
        "Up to when there are data of it.", One(Sql("true"), of_parent=True, source=THROUGH)
    )

    @field(
        "Its numbers as of a day, by default the newest computed one; null if the day is not computed or"
        " before it joined. An error if the day has not closed.",
        Standing | None,
    )
    def standing(
        self, info: Info, as_of: Annotated[date | None, strawberry.argument(description="A closed day.")] = None
    ) -> One:
        if as_of is None:
            return One(Sql("this.partner_id = parent.id"), of_parent=True, source=Sql("newest_standing"))
        last_closed = info.context.rules.last_closed_day(info.context.clock())
        own = "this.partner_id = parent.id AND this.as_of >= parent.joined_on AND this.as_of = {}::date"
        return One(Sql(own, (read_closed_day("asOf", as_of, last_closed),)), of_parent=True)

    @field(
        f"The computed standings of a range of at most {LONGEST_RANGE} days, oldest first. Days that are"
        " not computed are left out.",
        list[Standing],
    )
    def standings(self, first_day: From, to: To) -> Many:
        own = "this.partner_id = parent.id AND this.as_of >= parent.joined_on"
        within = Sql(f"{own} AND this.as_of BETWEEN {{}}::date AND {{}}::date", read_range(first_day, to))
        return Many(within, of_parent=True, order="this.as_of")

    @field(
        "Its effective decisions in their latest revisions, newest first unless ordered otherwise. With `knownAt`, in"
        " the revisions that were the latest at that moment, compared with those before them that were so then.",
        Connection[TierDecision],
    )
    def tier_history(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[TierDecisionFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[
            TierDecisionOrder | None, strawberry.argument(description="By default the newest first.")
        ] = None,
        known_at: KnownAt = None,
    ) -> Page:
        rules = info.context.rules
        order = NEWEST_FIRST if order_by is None else DECISIONS.order(order_by, rules)
        within = [] if filter is None else DECISIONS.within(filter.metrics, rules)
        conditions = [*within, *known_by(known_at)]
        history = HISTORY if known_at is None else history_known(known_at)
        given = {"filter": filter, "knownAt": known_at}
        return page(history, order, conditions, given=given, first=first, after=after, last=last, before=before)

    @field(
        "The tier that it held on a day, by the decisions as they are known now, or were at a moment; null for none. An"
        " error if the day is still to come.",
        Tier | None,
    )
    def tier_on(
        self,
        info: Info,
        day: Annotated[date, strawberry.argument(description="Today or a day before.")],
        known_at: KnownAt = None,
    ) -> EditionValue:
        if day > today(info):
            raise BadInput(f"day: {day} is still to come; nobody knows yet which tier it holds then")
        return EditionValue(Tier.held, "this.edition", "this.tier", source=decision_on(day, known_at))

    @field(
        "The clients that appear under it on the newest computed day, by name unless ordered otherwise.",
        PartnerClientConnection,
    )
    def clients(
        self,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[PartnerClientFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[PartnerClientOrder | None, strawberry.argument(description="By default by name.")] = None,
    ) -> Page:
        order = BY_NAME if order_by is None else ordered(CREDITED_KEYS, order_by.field, order_by.direction)
        chosen = filter or PartnerClientFilter()
        conditions = (
            *with_status(chosen.sold, chosen.managed),
            *named(chosen.name),
            *expiring_before(chosen.expires_before),
        )
        given = {"filter": filter}
        return page(CREDITED, order, conditions, given=given, first=first, after=after, last=last, before=before)

    employees = paged("The people who work for it, by e-mail.", Connection[Employee], STAFF, BY_EMAIL)
    measures = paged(
        "The numbers that were reported about it, newest first.", Connection[Measure], OF_PARTNER, NEWEST_MEASURE
    )

    @field(
        "What its employees did by day, within a range of at most"
        f" {LONGEST_RANGE} days, oldest first. Days without any activity are left out.",
        list[DailyActivity],
    )
    def daily_activity(self, first_day: From, to: To) -> Many:
        return Many(Sql("true"), of_parent=True, source=activity_within(*read_range(first_day, to)), order="this.day")

    @field(
        "What its next decisions will be, by the facts that are loaded by now and by what is assumed besides.", Forecast
    )
    def forecast(
        self,
        decisions: Annotated[
            int, strawberry.argument(description=f"How many of them, from 1 to {MOST_DECISIONS}.")
        ] = 3,
        assume: Annotated[
            Assumption, strawberry.argument(description="What is taken to happen.")
        ] = Assumption.ACTIVITY_CONTINUES,
    ) -> FromEngine:
        return forecast_field(decisions, assume)

    @field(
        "What has changed of its numbers from one day to another, by the facts of today; null if it had not joined by"
        " the earlier one.",
        PartnerChanges | None,
    )
    def changes(self, info: Info, first_day: Earlier, to: Later) -> FromEngine:
        return changes_field(info, first_day, to)
