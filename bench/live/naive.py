"""The peer that most would write first: Strawberry as it comes, an async generator for each subscription."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncGenerator
from enum import StrEnum

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from strawberry.asgi import GraphQL

from bench.live.document import EVERYBODY, NOTHING_YET, Change


@strawberry.enum
class UpdateKind(StrEnum):
    SNAPSHOT = "SNAPSHOT"
    CHANGE = "CHANGE"


@strawberry.type
class Partner:
    external_id: str


@strawberry.type
class Tier:
    key: str


@strawberry.type
class TierDecision:
    effective_on: str
    tier: Tier
    partner: Partner


@strawberry.type
class TierChange:
    kind: UpdateKind
    cursor: str
    decision: TierDecision | None


audiences: defaultdict[str, set[asyncio.Queue[TierChange]]] = defaultdict(set)


@strawberry.type
class Query:
    ready: bool = True


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def tier_changes(
        self,
        partner_id: strawberry.ID | None = None,
        after: str | None = None,  # noqa: ARG002 - it has nothing to go on from
    ) -> AsyncGenerator[TierChange, None]:
        queue: asyncio.Queue[TierChange] = asyncio.Queue()
        audience = audiences[partner_id or EVERYBODY]
        audience.add(queue)
        try:
            yield TierChange(kind=UpdateKind.SNAPSHOT, cursor=NOTHING_YET, decision=None)
            while True:
                yield await queue.get()
        finally:
            audience.discard(queue)


async def emit(request: Request) -> Response:
    for event in await request.json():
        change = read_change(event["change"])
        for queue in (*audiences[EVERYBODY], *audiences[event["partner"]]):
            queue.put_nowait(change)
    return Response(status_code=204)


def read_change(change: Change) -> TierChange:
    decision = change["decision"]
    return TierChange(
        kind=UpdateKind[change["kind"]],
        cursor=change["cursor"],
        decision=TierDecision(
            effective_on=decision["effectiveOn"],
            tier=Tier(key=decision["tier"]["key"]),
            partner=Partner(external_id=decision["partner"]["externalId"]),
        ),
    )


def main(port: int) -> None:
    view: GraphQL[None, None] = GraphQL(strawberry.Schema(Query, subscription=Subscription))
    app = Starlette(
        routes=[Route("/", emit, methods=["POST"]), Route("/graphql", view), WebSocketRoute("/graphql", view)]
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))
