"""The small server of a worker, for Prometheus and for supervisors: `/metrics` and `/healthz`."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.http.connections import HttpProtocol
from api.http.scraping import metrics_endpoint
from telemetry.metrics import Metrics

GOODBYE_SECONDS = 1


class Beside(uvicorn.Server):
    """Serves beside other work of the process, to which the signals are left."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def scraped(
    listener: socket.socket, secret: str, clock: Callable[[], datetime], metrics: Metrics, longest_token: timedelta
) -> AsyncIterator[None]:
    """Serves on the socket while the block runs. Who may read metrics is `metrics_endpoint`'s to say."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    endpoint = metrics_endpoint(secret, clock, metrics, longest_token)
    app = Starlette(routes=[Route("/healthz", healthz), Route("/metrics", endpoint)])
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        http=HttpProtocol,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    server = Beside(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
