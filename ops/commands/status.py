"""`tierline status`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import typer

from models.clock import read_clock
from models.database import AWAY, acquire, close_database, open_pool
from models.missing import find_missing
from models.poolers import SharedSessions, expect_own_sessions
from models.rulebook import Misfit, keep_rules
from ops.errors import UsageError
from ops.failures import explain
from ops.installation import Installation
from ops.instance import find_running
from ops.parameters import DEFAULT_DATA, Data
from ops.status.checks import tell_checks
from ops.status.consumers import tell_consumers
from ops.status.jobs import tell_jobs
from ops.status.lines import Line, command
from ops.status.progress import tell_clock, tell_progress
from ops.status.queue import tell_queue
from ops.status.workers import tell_workers
from ops.terminal import out

STATEMENT_TIMEOUT = timedelta(seconds=10)


def status(data: Data = DEFAULT_DATA) -> None:
    installation = Installation.find(data)
    lines = _local(installation) + asyncio.run(_look(installation, datetime.now(UTC)))
    for line in lines:
        out.tell(f"{line.name:<20} {line.text}")
    remedies = [line.remedy for line in lines if line.remedy is not None]
    running = find_running(installation.data)
    if remedies and running is not None and running.url is None:  # it does by itself what is lacking
        out.print("\n`tierline up` is starting: look again in a moment.")
    elif remedies:
        out.print("\nThis needs a person:")
        for remedy in remedies:
            out.tell(f"- {remedy}")
        raise typer.Exit(1)


async def _look(installation: Installation, now: datetime) -> list[Line]:
    try:
        async with _opened(installation):
            return await _ask(installation, now)
    except asyncpg.QueryCanceledError:
        late = f"does not answer a simple question within {STATEMENT_TIMEOUT.total_seconds():g} s"
        return [Line("database", late, f"the database {late}: see pg_stat_activity for what it is busy with")]
    except UsageError as error:
        return [Line("database", str(error), str(error))]
    except (*AWAY, Misfit, SharedSessions, asyncpg.PostgresError) as error:
        explained = explain(error)
        return [Line("database", explained, explained)]


@asynccontextmanager
async def _opened(installation: Installation) -> AsyncIterator[None]:
    await open_pool(installation.writer_url, size=2, timeouts={"statement_timeout": STATEMENT_TIMEOUT})
    try:
        async with acquire() as connection:
            await expect_own_sessions(connection)
        yield
    finally:
        await close_database()


async def _ask(installation: Installation, now: datetime) -> list[Line]:
    async with acquire() as connection:
        missing = await find_missing(connection)
        if missing:
            remedy = f"the database lacks migrations: stop the workers, {command('migrate', installation.data)}"
            return [Line("migrations", f"{', '.join(missing)} not applied", remedy)]
        await keep_rules(connection, installation.rules, decides=False)
        at_the_database = await read_clock(connection)
        return [
            *tell_clock(now, at_the_database),
            *await tell_progress(connection, installation.rules, now, installation.data),
            *await tell_jobs(connection, installation.data),
            *await tell_queue(installation.redis_url),
            *await tell_workers(connection, installation.data),
            *await tell_consumers(connection, at_the_database, installation.retention),
            *await tell_checks(installation.rules, installation.data),
        ]


def _local(installation: Installation) -> list[Line]:
    running = find_running(installation.data)
    if running is None:
        return [Line("tierline up", f"does not run in {installation.data.path}")]
    where = Line("tierline up", f"runs in {installation.data.path} (process {running.pid})")
    if running.url is None:
        return [where, Line("API", "is starting")]
    from ops.probing import find_lack  # noqa: PLC0415 - where there is an API to ask

    lack = find_lack(running.url)
    if lack is None:
        return [where, Line("API", f"{running.url} is ready")]
    remedy = f"the API at {running.url} is not ready ({lack}): {installation.data.log('api')} says more"
    return [where, Line("API", f"{running.url} is not ready: {lack}", remedy)]
