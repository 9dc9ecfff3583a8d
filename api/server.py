"""Serving the application with uvicorn."""

from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from api.socket import ABORT

MAX_FRAME_BYTES = 64 * 2**10  # documents and variables; facts are loaded over HTTP, which has a limit of its own
PING_SECONDS = 20.0
# Browsers stall longer than the default of 20 s, and clients never come back after uvicorn's close code for that, 1011.
PONG_SECONDS = 60.0
SHUTDOWN_SECONDS = 10


class Abortable:
    """Lets the application cut off a websocket whose client reads nothing more, which ASGI has no message for.

    Closing waits until all is sent, and so for ever. The scope gets ABORT, which drops the connection at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        protocol = getattr(send, "__self__", None)  # uvicorn's, whose method `send` is
        if scope["type"] == "websocket" and protocol is not None:
            scope[ABORT] = protocol.transport.abort
        await self.app(scope, receive, send)


def server_config(app: ASGIApp, host: str, port: int, **options: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn's own
    """Uvicorn's configuration for the API; `options` are further ones, such as `log_config`."""
    return uvicorn.Config(
        Abortable(app),
        host=host,
        port=port,
        lifespan="on",
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,  # costs memory per socket, and most of the messages a second
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PONG_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        server_header=False,
        **options,
    )
