"""Partners: one, several, those that are searched for, and what one would be."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.auth.context import Info
from api.auth.scope import require_reader
from api.execution.framework import Answer
from api.queries.given import FINDS, USUAL, ByExternalId, ById, ExternalIds, by_one_id, read_by_external_ids
from api.reading import filters
from api.reading.listings import Listing, page
from api.reading.reads import read_one, read_page
from api.reading.search import partners_found
from api.supposing import SUPPOSED_FACTS, suppose
from api.types.connections import After, Before, Connection, First, Last
from api.types.enums import Assumption
from api.types.inputs import PartnerFilter, PartnerOrder, PartnerOrderField
from api.types.partners import Partner
from api.types.resolved import resolved
from api.types.what_if import WhatIf

PARTNERS = Listing("partners", Partner, of_parent=False)


@strawberry.type
class PartnerQueries:
    @resolved("A partner, by exactly one of its two ids; null if there is none that is visible.", Partner | None)
    async def partner(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Answer | None:  # noqa: A002
        require_reader(info)
        return await read_one(info, "Partner", by_one_id("Partner", id, external_id))

    @resolved(
        "The partners of these external ids, in their order; null where there is none that is visible.",
        list[Partner | None] | None,
    )
    async def partners_by_external_id(self, info: Info, external_ids: ExternalIds) -> Answer | None:
        return await read_by_external_ids(info, "Partner", external_ids)

    @resolved(
        "Partners, by name unless ordered otherwise, and what is searched for by how well it fits. A partner finds"
        " itself at most.",
        Connection[Partner] | None,
    )
    async def partners(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Annotated[
            str | None,
            strawberry.argument(
                description=FINDS.format(also=", or whose domain it is, or an employee's whole e-mail address")
            ),
        ] = None,
        filter: Annotated[PartnerFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[PartnerOrder | None, strawberry.argument(description=USUAL)] = None,
    ) -> Answer | None:
        require_reader(info)
        chosen = filter or PartnerFilter()
        by = order_by or PartnerOrder(field=PartnerOrderField.NAME)
        found = partners_found(search)
        order = filters.PARTNERS.order(by, info.context.rules)
        if found.order is not None and order_by is None:
            order = found.order
        conditions = (
            *found.conditions,
            *filters.in_tier(chosen.tier, info.context.rules.editions),
            *filters.in_no_tier(chosen.untiered, chosen.tier),
            *filters.changed(chosen.change),
            *filters.certified(chosen.certified),
            *filters.provisional(chosen.provisional),
            *filters.at_risk(chosen.at_risk_within, info.context.rules.program),
            *filters.in_country(chosen.country),
            *filters.PARTNERS.within(chosen.metrics, info.context.rules),
        )
        given = {"search": found.text, "filter": filter}
        asked = page(PARTNERS, order, conditions, given=given, first=first, after=after, last=last, before=before)
        return await read_page(info, asked)

    @resolved(
        "What a partner would be on a day if some facts were loaded, beside what it is without them, by the facts of"
        " now. Nothing is written. A day that has not closed is looked at as `forecast` does. Null if there is no such"
        " partner that is visible. A partner supposes facts about itself, its employees, clients that it sees, and new"
        " things: all other ids are new to it, and a client whose MRR it does not see counts with what `clientMrr`"
        " gives.",
    )
    async def what_if(
        self,
        info: Info,
        partner: Annotated[strawberry.ID, strawberry.argument(description="Its id, or its external id.")],
        *,
        facts: Annotated[list[Any], SUPPOSED_FACTS],
        as_of: Annotated[
            date | None,
            strawberry.argument(description="The day; by default the last closed one. At most a year ahead."),
        ] = None,
        assume: Annotated[
            Assumption, strawberry.argument(description="What is taken to happen on days that have not closed.")
        ] = Assumption.ACTIVITY_CONTINUES,
        confirm_reports: Annotated[
            bool,
            strawberry.argument(
                description="Take supposed MRR reports also if they have less than half of the clients, or of the MRR,"
                " of the ones before."
            ),
        ] = False,
    ) -> WhatIf | None:
        require_reader(info)
        return await suppose(info, partner, as_of, facts, assume, confirm_reports=confirm_reports)
