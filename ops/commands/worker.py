"""`tierline worker`."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from ops.installation import Installation
from ops.logs import configure_logs
from ops.parameters import DEFAULT_DATA, Data
from ops.tether import hold_tether
from workers.main import run_worker


def worker(
    *,
    tethered: Annotated[bool, typer.Option(hidden=True)] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Run one worker: it computes standings and decisions, on schedule and on request."""
    installation = Installation.find(data)
    if tethered:
        hold_tether()
    configure_logs()
    asyncio.run(
        run_worker(
            database_url=installation.database_url,
            redis_url=installation.redis_url,
            rules=installation.rules,
            clock=lambda: datetime.now(UTC),
            retention=installation.retention,
        )
    )
