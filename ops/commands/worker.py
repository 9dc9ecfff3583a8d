"""`tierline worker`."""

import asyncio
import logging
import socket
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Annotated

import typer

from ops.identities import worker_name
from ops.installation import Installation
from ops.listening import listen, url_of
from ops.logs import logging_as
from ops.parameters import DEFAULT_DATA, Data, read_port
from ops.scraped import scraped
from ops.settings import LogFormat
from ops.stopping import ignore_signals, stop_on_signals
from ops.tether import hold_tether
from workers.main import run_worker
from workers.metrics import WorkerMetrics

logger = logging.getLogger(__name__)

MetricsPort = Annotated[
    int | None,
    typer.Option(
        parser=read_port,
        metavar="PORT",
        help="Serve /metrics and /healthz on this port, 0 for any free one; default: no.",
    ),
]
MetricsHost = Annotated[str, typer.Option(metavar="HOST", help="Address for them; 0.0.0.0 for every one.")]


def worker(
    metrics_port: MetricsPort = None,
    metrics_host: MetricsHost = "127.0.0.1",
    *,
    tethered: Annotated[bool, typer.Option(hidden=True)] = False,
    listener: Annotated[int | None, typer.Option(hidden=True, help="A listening socket of the parent.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    with logging_as(installation.settings.log_format or (LogFormat.TEXT if tethered else LogFormat.JSON)):
        if tethered:
            hold_tether()
        taken = None if listener is None else socket.socket(fileno=listener)
        if taken is None and metrics_port is not None:
            taken = listen(metrics_host, metrics_port, prefix="--metrics-")
        if taken is not None:
            logger.info("metrics at %s/metrics", url_of(taken, metrics_host))
        asyncio.run(_work(installation, taken))
    ignore_signals()


async def _work(installation: Installation, listener: socket.socket | None) -> None:
    stop = stop_on_signals()
    metrics = WorkerMetrics()
    async with AsyncExitStack() as stack:
        if listener is not None:
            longest = installation.settings.longest_token
            await stack.enter_async_context(scraped(listener, installation.secret, _now, metrics, longest))
        await run_worker(
            database_url=installation.writer_url,
            redis_url=installation.redis_url,
            rules=installation.rules,
            clock=_now,
            name=worker_name(),
            stop=stop,
            metrics=metrics,
            retention=installation.retention,
        )


def _now() -> datetime:
    return datetime.now(UTC)
