"""Clients: one, several, and those that are searched for."""

from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import only_partner, require_reader
from api.execution.framework import Answer
from api.queries.given import FINDS, USUAL, ByExternalId, ById, ExternalIds, by_one_id, read_by_external_ids
from api.reading import filters
from api.reading.listings import Listing, ordered, page
from api.reading.reads import read_one, read_page
from api.reading.search import clients_found
from api.types.clients import Client
from api.types.connections import After, Before, Connection, First, Last
from api.types.inputs import ClientFilter, ClientOrder, ClientOrderField
from api.types.resolved import resolved

CLIENTS = Listing("clients", Client, of_parent=False)


@strawberry.type
class ClientQueries:
    @resolved("A client, by exactly one of its two ids; null if there is none that is visible.", Client | None)
    async def client(self, info: Info, id: ById = None, external_id: ByExternalId = None) -> Answer | None:  # noqa: A002
        require_reader(info)
        return await read_one(info, "Client", by_one_id("Client", id, external_id))

    @resolved(
        "The clients of these external ids, in their order; null where there is none that is visible.",
        list[Client | None] | None,
    )
    async def clients_by_external_id(self, info: Info, external_ids: ExternalIds) -> Answer | None:
        return await read_by_external_ids(info, "Client", external_ids)

    @resolved(
        "Clients, by name unless ordered otherwise. A partner finds those that appear under it on the newest"
        " computed day.",
        Connection[Client] | None,
    )
    async def clients(  # noqa: PLR0913 (the contract's arguments)
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        search: Annotated[str | None, strawberry.argument(description=FINDS.format(also=""))] = None,
        filter: Annotated[ClientFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
        order_by: Annotated[ClientOrder | None, strawberry.argument(description=USUAL)] = None,
    ) -> Answer | None:
        require_reader(info)
        chosen = filter or ClientFilter()
        by = order_by or ClientOrder(field=ClientOrderField.NAME)
        found = await clients_found(info, search)
        order = ordered(filters.CLIENT_KEYS, by.field, by.direction)
        near = None
        if found.order is not None and order_by is None:
            order, near = found.order, found.near
        conditions = (
            *found.conditions,
            *filters.sold_by(chosen.sold_by_external_id, only_partner(info)),
            *filters.in_country(chosen.country),
            *filters.registered(chosen.registered_from, chosen.registered_to),
        )
        given = {"search": found.text, "filter": filter}
        asked = page(
            CLIENTS, order, conditions, near=near, given=given, first=first, after=after, last=last, before=before
        )
        return await read_page(info, asked)
