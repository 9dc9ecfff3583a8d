"""Whatever has a global id, by it."""

from typing import Annotated

import strawberry

from api.auth.context import Info
from api.auth.scope import require_reader
from api.execution.framework import Answer
from api.queries.given import expect_few
from api.reading.ids import decode_id
from api.reading.listings import GREATEST_SIZE
from api.reading.reads import read_node, read_nodes
from api.types.nodes import Node
from api.types.resolved import resolved


@strawberry.type
class NodeQueries:
    @resolved("What an id stands for; null if there is no such thing, or it is not visible.", Node | None)
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")],  # noqa: A002
    ) -> Answer | None:
        require_reader(info)
        return await read_node(info, decode_id(id))

    @resolved(
        "What each of the ids stands for, in their order; null where `node` would give null.",
        list[Node | None] | None,
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"At most {GREATEST_SIZE}.")],
    ) -> Answer | None:
        require_reader(info)
        expect_few("ids", ids)
        return await read_nodes(info, [decode_id(text) for text in ids])
