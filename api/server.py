"""Serving the application with uvicorn."""

from typing import Any

import uvicorn
from starlette.types import ASGIApp

MAX_FRAME_BYTES = 64 * 2**10  # documents and variables; facts are loaded over HTTP, which has a limit of its own
PING_SECONDS = 20.0
# Browsers stall longer than the default of 20 s, and clients never come back after uvicorn's close code for that, 1011.
PONG_SECONDS = 60.0
SHUTDOWN_SECONDS = 10


def server_config(app: ASGIApp, host: str, port: int, **options: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn's own
    """Uvicorn's configuration for the API; `options` are further ones, such as `log_config`."""
    return uvicorn.Config(
        app,
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
