"""Serving the application with uvicorn."""

import logging
import time
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from api.http.connections import HttpProtocol
from api.http.websocket import ABORT, PONGED
from api.live.pings import PING_SECONDS

MAX_FRAME_BYTES = 64 * 2**10  # documents and variables; facts are loaded over HTTP, which has a limit of its own
# Uvicorn closes with 1011 what has not answered for so many pings. Clients never come back after that code, so it must
# come later than `api.live.sockets` gives up.
PINGS_TO_ANSWER = 4
SHUTDOWN_SECONDS = 10

# Of each handshake uvicorn tells the whole URL, at INFO: a token may be in it, where somebody mistook how to send one.
handshakes = logging.getLogger("uvicorn.error.handshakes")
handshakes.setLevel(logging.WARNING)


class SocketProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's, which also notes when a client last answered a ping of the WebSocket protocol, as libraries do."""

    ponged_at = float("-inf")  # on the monotonic clock

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*given, **named)
        self.logger = handshakes

    def handle_pong(self, event: Frame) -> None:
        """Notes when a pong came."""
        self.ponged_at = time.monotonic()
        super().handle_pong(event)


class Open:
    """Opens what ASGI has no message for: the scope of a websocket gets PONGED and ABORT.

    PONGED tells when the client last answered a ping. ABORT cuts off one that reads nothing more: closing waits until
    all is sent, and so for ever."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        protocol = getattr(send, "__self__", None)  # uvicorn's, whose method `send` is
        if scope["type"] == "websocket" and isinstance(protocol, SocketProtocol):
            scope[ABORT] = protocol.transport.abort
            scope[PONGED] = lambda: protocol.ponged_at
        await self.app(scope, receive, send)


def server_config(
    app: ASGIApp,
    host: str,
    port: int,
    *,
    ping_seconds: float = PING_SECONDS,
    **options: Any,  # noqa: ANN401 - uvicorn's own
) -> uvicorn.Config:
    """Uvicorn's configuration for the API.

    `ping_seconds` is the same as the application's; `options` are further ones of uvicorn, such as `log_config`."""
    return uvicorn.Config(
        Open(app),
        host=host,
        port=port,
        lifespan="on",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,  # costs memory per socket, and most of the messages a second
        ws_ping_interval=ping_seconds,
        ws_ping_timeout=ping_seconds * PINGS_TO_ANSWER,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        server_header=False,
        **options,
    )
