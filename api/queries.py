"""Everything that can be asked. Each field first asks who may."""

from asyncio import gather
from datetime import date
from typing import Annotated

import strawberry

from api import filters
from api.context import Info
from api.errors import BadInput
from api.ids import decode_id
from api.listings import CLIENTS, NEWEST_JOB, PARTNERS, RECOMPUTE_JOBS, Order, Selection
from api.nodes import find_client, find_node, find_partner
from api.pages import GREATEST_SIZE
from api.reads import count_tiers
from api.scope import only_partner, require_operator, require_reader, today
from api.sql import Row
from api.types.clients import Client
from api.types.connections import After, Before, Connection, First, Last, connect, read_page
from api.types.inputs import (
    ClientFilter,
    ClientOrder,
    ClientOrderField,
    OrderDirection,
    PartnerFilter,
    PartnerOrder,
    PartnerOrderField,
    RecomputeJobFilter,
)
from api.types.nodes import Node
from api.types.partners import Partner
from api.types.programs import Program, Tier, TierCount, tier_named
from api.types.recomputes import RecomputeJob
from api.types.resolved import resolved
from api.types.viewer import Viewer
from tiers.program import NoProgramInForce

ById = Annotated[strawberry.ID | None, strawberry.argument(description="Its id; or give its external id.")]
ByExternalId = Annotated[str | None, strawberry.argument(description="Its id in the facts that were loaded.")]
On = Annotated[date | None, strawberry.argument(description="A day; by default today.")]


@strawberry.type(description="Everything that can be asked.")
class Query:
    @resolved("What an id stands for; null if there is no such thing, or it is not visible.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")],  # noqa: A002
    ) -> Node | None:
        require_reader(info)
        return await find_node(info, *decode_id(id))

    @resolved("What each of the ids stands for, in their order; null where `node` would give null.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"At most {GREATEST_SIZE}.")],
    ) -> list[Node | None]:
        require_reader(info)
        if len(ids) > GREATEST_SIZE:
            raise BadInput(f"ids: {len(ids)} are too many; ask for at most {GREATEST_SIZE} at a time")
        wanted = [decode_id(text) for text in ids]
        return await gather(*(find_node(info, *one) for one in wanted))

    @resolved("Whom the token speaks for.")
    def viewer(self, info: Info) -> Viewer:
        return Viewer(role=info.context.principal.role)

    @resolved("The rules in force on a day; null before the first program.")
    def program(self, info: Info, on: On = None) -> Program | None:
        try:
            return Program.of(info.context.rules.in_force(on or today(info)))
        except NoProgramInForce:
            return None

    @resolved("A partner, by exactly one of its two ids; null if there is none that is visible.")
    async def partner(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Partner | None:  # noqa: A002
        require_reader(info)
        loaders = info.context.loaders
        pk, name = _one_id("Partner", id, external_id)
        return await find_partner(
            info, await (loaders.partner.load(pk) if name is None else loaders.partner_by_external_id.load(name))
        )

    @resolved("Partners, by name unless ordered otherwise. A partner finds itself at most.")
    async def partners(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[PartnerFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[PartnerOrder | None, strawberry.argument(description="By default by name.")] = None,
    ) -> Connection[Partner]:
        require_reader(info)
        day, chosen = today(info), filter or PartnerFilter()
        order = order_by or PartnerOrder(field=PartnerOrderField.NAME)
        key = filters.partner_key(order.field.value, day)
        selection = Selection(
            PARTNERS,
            Order(order.field.value, (key,), descending=order.direction is OrderDirection.DESC),
            (
                *filters.only("p.id", only_partner(info)),
                *filters.in_tier(chosen.tier, info.context.rules.programs, day),
                *filters.in_no_tier(chosen.untiered, day),
                *filters.contains(chosen.search, "p.name", "p.external_id"),
                *filters.in_country(chosen.country),
            ),
        )
        return connect(
            await read_page(info, selection, first=first, after=after, last=last, before=before), Partner.from_row
        )

    @resolved("A client, by exactly one of its two ids; null if there is none that is visible.")
    async def client(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Client | None:  # noqa: A002
        require_reader(info)
        loaders = info.context.loaders
        pk, name = _one_id("Client", id, external_id)
        return await find_client(
            info, await (loaders.client.load(pk) if name is None else loaders.client_by_external_id.load(name))
        )

    @resolved(
        "Clients, by name unless ordered otherwise. A partner finds those that appear under it on the newest"
        " computed day."
    )
    async def clients(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[ClientFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[ClientOrder | None, strawberry.argument(description="By default by name.")] = None,
    ) -> Connection[Client]:
        require_reader(info)
        own, chosen = only_partner(info), filter or ClientFilter()
        order = order_by or ClientOrder(field=ClientOrderField.NAME)
        selection = Selection(
            CLIENTS,
            Order(
                order.field.value,
                (filters.client_key(order.field.value),),
                descending=order.direction is OrderDirection.DESC,
            ),
            (
                *filters.appears_under(own),
                *filters.sold_by(chosen.sold_by_external_id, own),
                *filters.contains(chosen.search, "c.name", "c.external_id"),
                *filters.registered(chosen.registered_from, chosen.registered_to),
            ),
        )
        return connect(
            await read_page(info, selection, first=first, after=after, last=last, before=before), Client.from_row
        )

    @resolved("A recompute job; null if there is none. For operators.")
    async def recompute_job(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")],  # noqa: A002
    ) -> RecomputeJob | None:
        require_operator(info)
        row = await info.context.loaders.job.load(decode_id(id, "RecomputeJob")[1])
        return None if row is None else RecomputeJob.from_row(row)

    @resolved("Recompute jobs, the newest request first. For operators.")
    async def recompute_jobs(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[RecomputeJobFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Connection[RecomputeJob]:
        require_operator(info)
        conditions = [] if filter is None else filters.of_kind(filter.kind, filter.status)
        selection = Selection(RECOMPUTE_JOBS, NEWEST_JOB, tuple(conditions))
        return connect(
            await read_page(info, selection, first=first, after=after, last=last, before=before), RecomputeJob.from_row
        )

    @resolved(
        "How many partners that joined by a day (not later than today) hold which tier on it: every tier of"
        " the program in force, lowest first, also with 0; tiers of older programs that are still held, by rank among"
        " them; at last those without a tier. For operators."
    )
    async def tier_counts(self, info: Info, on: On = None) -> list[TierCount]:
        require_operator(info)
        day = on or today(info)
        if day > today(info):
            raise BadInput(f"on: {day} is still to come; nobody knows yet who holds which tier then")
        return _counted(info, day, await count_tiers(day))


def _one_id(type_name: str, id: strawberry.ID | None, external_id: str | None) -> tuple[int, str | None]:  # noqa: A002
    """The primary key, or the external id (with 0 for the key)."""
    if (id is None) == (external_id is None):
        raise BadInput("id, externalId: give exactly one of the two")
    if id is not None:
        return decode_id(id, type_name)[1], None
    return 0, filters.plain("externalId", external_id or "")


def _counted(info: Info, day: date, rows: list[Row]) -> list[TierCount]:
    """One entry for each tier key of the program in force, and for other keys that are held, then one for none."""
    try:
        ladder = {tier.key: tier for tier in info.context.rules.in_force(day).tiers}
    except NoProgramInForce:
        ladder = {}
    counts = dict.fromkeys([*ladder, None], 0)
    for row in rows:
        key = row["tier"]
        if key is not None and key not in ladder:
            ladder[key] = tier_named(info, row["program"], key)
        counts[key] = counts.get(key, 0) + row["partners"]
    ordered = sorted(ladder.values(), key=lambda tier: (tier.rank, tier.key))
    counted = [TierCount(tier=Tier.of(tier), count=counts[tier.key]) for tier in ordered]
    return [*counted, TierCount(tier=None, count=counts[None])]
