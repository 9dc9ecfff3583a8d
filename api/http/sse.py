"""GraphQL over server-sent events, a connection for each operation, for clients behind proxies without websockets."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Scope

from api.auth.principals import Principal, Role
from api.execution.served_schema import OperationFailed
from api.http.sending import STREAMS, when_read
from api.live.cursors import Cursors
from api.live.holdings import TooSlow
from api.live.sockets import Sockets

MEDIA_TYPE = "text/event-stream"
PING_SECONDS = 15  # of silence before a comment keeps proxies from closing the connection
SEND_SECONDS = 30.0  # for one event, before a client that does not read is given up

Payloads = AsyncGenerator[tuple[int | None, str], None]


def stream(
    payloads: Payloads, sockets: Sockets, principal: Principal, seconds: float, cursors: Cursors, scope: Scope
) -> EventSourceResponse:
    """The response to the request of that scope that sends payloads as `next` events and ends with `complete`.

    After `seconds`, when the token expires, and for a client that is too slow it ends without: clients then come back.
    The id of an event is a cursor of its place, which browsers' EventSource sends as Last-Event-ID. Raises Crowded."""
    sockets.check_room(principal)
    if begin := scope.get(STREAMS):
        begin()
    events = _events(payloads, sockets, principal, seconds, cursors, scope)
    return EventSourceResponse(events, ping=PING_SECONDS, sep="\n", send_timeout=SEND_SECONDS)


async def _events(
    payloads: Payloads, sockets: Sockets, principal: Principal, seconds: float, cursors: Cursors, scope: Scope
) -> AsyncGenerator[ServerSentEvent, None]:
    ends = asyncio.get_running_loop().time() + seconds
    with sockets.stream(principal) as connection:
        try:
            async with aclosing(payloads):
                while True:
                    async with asyncio.timeout_at(ends):
                        number, payload = await anext(payloads)
                    await sockets.streaming.turn()
                    name = None if number is None else cursors.encode(number, salted=principal.role is Role.PARTNER)
                    ended = connection.begin_sending(payload)
                    try:
                        yield ServerSentEvent(payload, event="next", id=name)
                    finally:
                        when_read(scope, ended)
                        sockets.metrics.frames.inc()
        except StopAsyncIteration:
            yield ServerSentEvent("", event="complete")
        except OperationFailed as failed:
            yield ServerSentEvent(orjson.dumps({"errors": failed.errors}).decode(), event="next")
            yield ServerSentEvent("", event="complete")
        except (TimeoutError, TooSlow):
            return
