"""All partners together, and what was decided of them on a day."""

from datetime import date
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import only_partner, require_operator, require_reader
from api.execution.framework import Answer
from api.reading import filters
from api.reading.listings import page
from api.reading.reads import read_page
from api.types.connections import After, Before, Connection, First, Last
from api.types.decisions import BY_PARTNER, DECISIONS, TierDecision
from api.types.editions import TierCount
from api.types.enums import TierChangeKind
from api.types.portfolio import TIER_COUNTS, Portfolio, count_tiers
from api.types.programs import Day
from api.types.resolved import resolved


@strawberry.type
class PortfolioQueries:
    @resolved("All partners together. For operators.")
    async def portfolio(self, info: Info) -> Portfolio | None:
        require_operator(info)
        return Portfolio()

    @resolved(f"{TIER_COUNTS} For operators.", instead="Ask for the field of the same name of `portfolio`.")
    async def tier_counts(self, info: Info, on: Day = None) -> list[TierCount] | None:
        require_operator(info)
        return await count_tiers(info, on)

    @resolved(
        "The decisions that take effect on a day, in their latest revisions, by the names of their partners. A partner"
        " finds its own.",
        Connection[TierDecision] | None,
    )
    async def tier_decisions(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        on: Annotated[
            date | None,
            strawberry.argument(
                description="The day; by default the newest one on which decisions took effect that are visible."
            ),
        ] = None,
        change: Annotated[
            TierChangeKind | None, strawberry.argument(description="Only those that compare so with the one before.")
        ] = None,
        tier: Annotated[
            str | None, strawberry.argument(description="Only those that give the tier of this key.")
        ] = None,
    ) -> Answer | None:
        require_reader(info)
        conditions = (
            *filters.effective_on(on, only_partner(info)),
            *filters.changing(change),
            *filters.giving_tier(tier, info.context.rules.editions),
        )
        given = {"on": on, "change": change, "tier": tier}
        asked = page(DECISIONS, BY_PARTNER, conditions, given=given, first=first, after=after, last=last, before=before)
        return await read_page(info, asked)
