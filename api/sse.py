"""GraphQL over server-sent events, a connection for each operation, for clients behind proxies without websockets."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.context import Principal
from api.execution import OperationFailed
from api.live.events import encode_cursor
from api.live.sockets import Sockets
from api.live.watchers import TooSlow

MEDIA_TYPE = "text/event-stream"
PING_SECONDS = 15  # of silence before a comment keeps proxies from closing the connection
SEND_SECONDS = 30.0  # for one event, before a client that does not read is given up

Payloads = AsyncGenerator[tuple[int | None, str], None]


def stream(payloads: Payloads, sockets: Sockets, principal: Principal, seconds: float) -> EventSourceResponse:
    """The response that tells payloads as `next` events and ends with `complete`.

    After `seconds`, when the token expires, and for a client that is too slow it ends without: clients then come back.
    The id of an event is its cursor, which browsers' EventSource sends as Last-Event-ID. Raises Crowded."""
    sockets.check_room(principal)
    told = _tell(payloads, sockets, principal, seconds)
    return EventSourceResponse(told, ping=PING_SECONDS, sep="\n", send_timeout=SEND_SECONDS)


async def _tell(
    payloads: Payloads, sockets: Sockets, principal: Principal, seconds: float
) -> AsyncGenerator[ServerSentEvent, None]:
    ends = asyncio.get_running_loop().time() + seconds
    with sockets.enter(None) as place:
        place.belong_to(principal)
        try:
            async with aclosing(payloads):
                while True:
                    async with asyncio.timeout_at(ends):
                        number, payload = await anext(payloads)
                    place.sent()
                    yield ServerSentEvent(payload, event="next", id=None if number is None else encode_cursor(number))
        except StopAsyncIteration:
            yield ServerSentEvent("", event="complete")
        except OperationFailed as failed:
            yield ServerSentEvent(orjson.dumps({"errors": failed.errors}).decode(), event="next")
            yield ServerSentEvent("", event="complete")
        except (TimeoutError, TooSlow):
            return
