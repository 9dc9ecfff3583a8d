"""The statements that the API sends, as PostgreSQL's log has them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

LOGGED = b"tierline: LOG:  execute"  # the application's name, and what is said of a prepared statement


@dataclass(frozen=True)
class Statements:
    """Counts them, with a connection of a superuser."""

    connection: asyncpg.Connection
    log: Path

    @asynccontextmanager
    async def counted(self) -> AsyncIterator[Callable[[], int]]:
        """Logs every statement while the block runs; gives a function that tells how many the API sent in it."""
        await self._set("log_line_prefix = '%a: '", "log_statement = 'all'")
        before = self.log.stat().st_size

        def count() -> int:
            with self.log.open("rb") as log:
                log.seek(before)
                return log.read().count(LOGGED)

        try:
            yield count
        finally:
            await self._set("log_statement = 'none'")

    async def _set(self, *settings: str) -> None:
        for setting in settings:
            await self.connection.execute(f"ALTER SYSTEM SET {setting}")
        await self.connection.execute("SELECT pg_reload_conf()")
        await self.connection.execute("SELECT pg_sleep(0.2)")
