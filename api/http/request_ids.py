"""A name for every request, by which it is found again in the logs of all processes."""

import re
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from telemetry.trace import begin_trace

HEADER = b"x-request-id"
WELL_FORMED = re.compile(rb"[A-Za-z0-9._:-]{1,128}")


class Identified:
    """Takes the caller's X-Request-Id, or gives the request one, and tells it in the answer.

    A websocket has one for all its operations. Whatever is logged meanwhile carries it."""

    def __init__(self, app: ASGIApp, identify: Callable[[], str]) -> None:
        self.app = app
        self.identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        name = _given(scope) or self.identify()
        begin_trace(request_id=name)
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        header = (HEADER, name.encode())

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], header]
            await send(message)

        await self.app(scope, receive, send_named)


def _given(scope: Scope) -> str | None:
    """What the caller calls it, if it is fit for a line of a log and for a header."""
    for name, value in scope["headers"]:
        if name == HEADER:
            return value.decode() if WELL_FORMED.fullmatch(value) else None
    return None
