"""`tierline status`."""

import asyncio
import urllib.request

import asyncpg
import typer

from models.database import acquire
from models.queue import Queue
from ops.errors import UsageError
from ops.failures import explain
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.running import find_running
from ops.terminal import out

ANSWER_SECONDS = 2.0
NEVER = "none yet"

_FACTS = """
SELECT current_setting('server_version') AS version,
       (SELECT max(day) FROM computed_day) AS newest_day,
       (SELECT max(effective_on) FROM tier_decision) AS newest_decision,
       (SELECT count(*) FROM recompute_job WHERE status = 'QUEUED') AS queued,
       (SELECT count(*) FROM recompute_job WHERE status = 'RUNNING') AS running
"""


def status(data: Data = DEFAULT_DATA) -> None:
    """Show what runs, how far it has come and what waits; exits 1 when something does not answer."""
    installation = Installation.find(data)
    lines, well = asyncio.run(_look(installation))
    for name, text in lines:
        out.print(f"{name:<20} {text}", markup=False)
    if not well:
        raise typer.Exit(1)


async def _look(installation: Installation) -> tuple[list[tuple[str, str]], bool]:
    lines = _local(installation)
    try:
        facts = await _read(installation)
    except (UsageError, OSError, asyncpg.PostgresError) as error:
        return [*lines, ("database", explain(error))], False
    lines += [
        ("database", f"PostgreSQL {facts['version'].split()[0]}"),
        ("newest computed day", str(facts["newest_day"] or NEVER)),
        ("newest decision", f"effective {facts['newest_decision']}" if facts["newest_decision"] else NEVER),
        ("recompute jobs", f"{facts['queued']} queued, {facts['running']} running"),
    ]
    queue = Queue(installation.redis_url)
    try:
        if not await queue.ping():
            return [*lines, ("Redis or Valkey", "does not answer")], False
        lines += [
            ("Redis or Valkey", "answers"),
            ("queue length", str(await queue.length())),
            ("workers", "at least one" if await queue.has_worker() else "none"),
        ]
    finally:
        await queue.close()
    return lines, True


async def _read(installation: Installation) -> asyncpg.Record:
    async with installation.opened(), acquire() as connection:
        facts = await connection.fetchrow(_FACTS)
        assert facts is not None
        return facts


def _local(installation: Installation) -> list[tuple[str, str]]:
    running = find_running(installation.data)
    if running is None:
        return [("tierline up", f"does not run in {installation.data.path}")]
    where = ("tierline up", f"runs in {installation.data.path} (process {running.pid})")
    if running.url is None:
        return [where, ("API", "is starting")]
    return [where, ("API", f"{running.url} {'is ready' if _is_ready(running.url) else 'does not answer'}")]


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=ANSWER_SECONDS):  # noqa: S310  # our own URL
            return True
    except OSError:
        return False
