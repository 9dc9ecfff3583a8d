"""Users of Redis that may not do everything."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis

OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"


def documented_rights() -> list[str]:
    """Those that docs/operations.md asks for."""
    [rights] = re.findall(r"^ACL SETUSER tierline on '>PASSWORD' (.*)$", OPERATIONS.read_text(), re.MULTILINE)
    return [word.strip("'") for word in rights.split()]


@asynccontextmanager
async def redis_user(url: str, rights: Sequence[str]) -> AsyncIterator[tuple[Redis, str]]:
    """A client of who may do everything, and the URL of a user that has these rights and no others."""
    async with Redis.from_url(url) as admin:
        await admin.execute_command("ACL", "SETUSER", "app", "reset", "on", ">x", *rights)
        try:
            yield admin, url.replace("unix://", "unix://app:x@")
        finally:
            await admin.acl_deluser("app")
