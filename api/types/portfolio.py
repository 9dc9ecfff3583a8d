"""All partners together, for operators: whoever gives a Portfolio has asked for that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any

import strawberry

from api.auth.context import Info
from api.auth.scope import today
from api.execution.errors import BadInput
from api.execution.framework import Answer
from api.reading.filters import expect_ahead
from api.reading.listings import page
from api.reading.reads import read_page
from api.types.connections import After, Before, Connection, First, Last
from api.types.credits import Money
from api.types.decisions import BY_PARTNER
from api.types.editions import Tier, TierCount, tier_named
from api.types.enums import TierChangeKind
from api.types.findings import FINDINGS, GREATEST_FINDING, Finding, FindingCount, count_findings, of_kinds
from api.types.foreseen import AT_RISK, LARGEST, ForeseenDecision, within
from api.types.inputs import FindingFilter
from api.types.movers import LEAST_FIRST, MOVERS, NEAR_NEXT, MoverConnection, NearNextConnection, moved
from api.types.programs import Day
from api.types.resolved import resolved
from engine.kept_forecasts import AHEAD
from models.database import acquire
from models.statements import statement
from tiers.errors import NoEditionInForce
from tiers.periods import minus_months

MOST_MONTHS = 60
USUAL_MONTHS = 12
TIER_COUNTS = (
    "How many partners that joined by a day (not later than today) hold which tier on it: every tier of"
    " the edition in force, lowest first, also with 0; tiers of older editions that are still held, by rank among"
    " them; at last those without a tier."
)
_LOOKS = "SELECT kind, as_of, looked_at, total FROM finding_look"

Decisions = Annotated[int, strawberry.argument(description=f"Within how many decisions from now: from 1 to {AHEAD}.")]


@strawberry.type(description="All partners together on a day.")
class PortfolioDay:
    day: date = strawberry.field(description="A day on which decisions took effect, or today.")
    tier_counts: list[TierCount] = strawberry.field(
        description="How many partners hold which tier on it, as `Portfolio.tierCounts` has it."
    )
    sold: Money | None = strawberry.field(
        description="The sum of SOLD_MRR of the decisions that took effect on the day;"
        " today of the standings of the newest computed day, unless decisions do. Null where no partner has a value."
    )
    managed: Money | None = strawberry.field(description="The same of MANAGED_MRR.")


@strawberry.type(description="All partners together, in the program by which they are decided.")
class Portfolio:
    @resolved(TIER_COUNTS)
    async def tier_counts(self, info: Info, on: Day = None) -> list[TierCount] | None:
        return await count_tiers(info, on)

    @resolved(
        "Who is foreseen to fall by one of the next decisions: the first decision that demotes each, those of the"
        " partners with the greatest MRR first. It is kept after each computed day.",
        Connection[ForeseenDecision] | None,
    )
    async def at_risk(
        self,
        info: Info,
        *,
        decisions: Decisions = 1,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Answer | None:
        falling = within(info.context.rules.program, expect_ahead("decisions", decisions))
        given = {"decisions": decisions}
        asked = page(AT_RISK, LARGEST, (falling,), given=given, first=first, after=after, last=last, before=before)
        return await read_page(info, asked)

    @resolved(
        "What is doubtful in the facts, as it was found last: the severest first, and of these the largest.",
        Connection[Finding] | None,
    )
    async def findings(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[FindingFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Answer | None:
        chosen = filter or FindingFilter()
        conditions = of_kinds(chosen.kinds, chosen.severity)
        given = {"filter": filter}
        asked = page(
            FINDINGS, GREATEST_FINDING, conditions, given=given, first=first, after=after, last=last, before=before
        )
        return await read_page(info, asked)

    @resolved("All kinds of findings, with how many there are of each.")
    async def finding_counts(self, info: Info) -> list[FindingCount] | None:
        async with info.context.work.turn(), acquire() as connection:
            looks = [dict(row) for row in await connection.fetch(_LOOKS)]
        return count_findings(looks)

    @resolved(
        "Tiers and MRR on each day on which decisions took effect, oldest first, and at last today. Where an edition"
        " decides on several days of a month, the last of them.",
    )
    async def history(
        self,
        info: Info,
        months: Annotated[
            int, strawberry.argument(description=f"How many months back from today, from 1 to {MOST_MONTHS}.")
        ] = USUAL_MONTHS,
    ) -> list[PortfolioDay] | None:
        if not 1 <= months <= MOST_MONTHS:
            raise BadInput(f"months: {months} is not between 1 and {MOST_MONTHS}")
        until = today(info)
        arguments = (until, minus_months(until, months), info.context.rules.program)
        async with info.context.work.turn(), acquire() as connection:
            rows: Any = await connection.fetch(statement("api/portfolio_history"), *arguments)
        found = {day: list(of_day) for day, of_day in groupby(rows, key=itemgetter("day"))}
        return [_day(info, day, found.get(day, [])) for day in dict.fromkeys([*found, until])]

    @resolved(
        "Who rose and who fell by the decisions of a day (not later than today), in their latest revisions, by the"
        " partner's name; none on a day without decisions.",
        MoverConnection | None,
    )
    async def movers(  # noqa: PLR0913 (Relay's arguments beside its own)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        on: Annotated[
            date | None,
            strawberry.argument(description="The day from which tiers are held; by default the newest that there is."),
        ] = None,
        change: Annotated[
            TierChangeKind | None, strawberry.argument(description="Only who rose, or only who fell; not UNCHANGED.")
        ] = None,
    ) -> Answer | None:
        if on is not None and on > today(info):
            raise BadInput(f"on: {on} is still to come; nobody knows yet who moves then")
        conditions = moved(info.context.rules.program, on, change)
        given = {"on": on, "change": change}
        asked = page(MOVERS, BY_PARTNER, conditions, given=given, first=first, after=after, last=last, before=before)
        return await read_page(info, asked)

    @resolved(
        "Who lacks least for the next tier, by the standings of the newest computed day: those that lack the fewest"
        " gates first, then those that lack the smallest part of what these require. Nobody that has reached the"
        " highest tier.",
        NearNextConnection | None,
    )
    async def near_next(
        self, info: Info, *, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Answer | None:
        return await read_page(info, page(NEAR_NEXT, LEAST_FIRST, first=first, after=after, last=last, before=before))


def _day(info: Info, day: date, rows: Sequence[Mapping[str, Any]]) -> PortfolioDay:
    return PortfolioDay(
        day=day,
        tier_counts=_counted(info, day, rows),
        sold=_total(info, day, (row["sold_mrr"] for row in rows)),
        managed=_total(info, day, (row["managed_mrr"] for row in rows)),
    )


def _total(info: Info, day: date, amounts: Iterable[Decimal | None]) -> Money | None:
    """The sum of those that there are, in the currency of the edition in force; None if there is none."""
    found = [amount for amount in amounts if amount is not None]
    if not found:
        return None
    return Money(amount=sum(found, Decimal(0)), currency_code=info.context.rules.in_force(day).currency)


async def count_tiers(info: Info, on: date | None) -> list[TierCount]:
    """How many partners hold which tier on the day, by default today; raises BadInput for one that is to come."""
    day = on or today(info)
    if day > today(info):
        raise BadInput(f"on: {day} is still to come; nobody knows yet who holds which tier then")
    async with info.context.work.turn(), acquire() as connection:
        # Records read like Mappings without being ones.
        rows: Any = await connection.fetch(statement("api/tiers_held"), day)
    return _counted(info, day, rows)


def _counted(info: Info, day: date, rows: Sequence[Mapping[str, Any]]) -> list[TierCount]:
    """One entry for each tier key of the edition in force, and for other keys that are held, then one for none."""
    try:
        edition = info.context.rules.in_force(day)
        ladder = {tier.key: (edition, tier) for tier in edition.tiers}
    except NoEditionInForce:
        ladder = {}
    counts = dict.fromkeys([*ladder, None], 0)
    places = {edition.key: place for place, edition in enumerate(info.context.rules.editions)}
    # A key that is held by decisions of several older editions is that of the newest of these.
    for row in sorted(rows, key=lambda row: places.get(row["edition"], -1), reverse=True):
        key = row["tier"]
        if key is not None and key not in ladder:
            ladder[key] = tier_named(info.context.rules.editions, row["edition"], key)
        counts[key] = counts.get(key, 0) + row["partners"]
    ordered = sorted(ladder.values(), key=lambda one: (one[0].rank(one[1]), one[1].key))
    counted = [TierCount(tier=Tier.of(edition, tier), count=counts[tier.key]) for edition, tier in ordered]
    return [*counted, TierCount(tier=None, count=counts[None])]
