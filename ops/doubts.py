"""Why a token may be of no use."""

import asyncio

import asyncpg

from models.database import AWAY, acquire, close_database, open_pool
from ops.errors import UsageError
from ops.failures import explain
from ops.location import Location

ANSWER_SECONDS = 2.0

_IS_KNOWN = "SELECT EXISTS (SELECT FROM partner WHERE external_id = $1)"


def find_doubt(location: Location, partner: str) -> str | None:
    """Says if nobody knows the partner. Whoever signs tokens need not reach a database, so none is no doubt."""
    try:
        url = location.writer_url
    except UsageError:
        return None
    return asyncio.run(_ask(url, partner))


async def _ask(url: str, partner: str) -> str | None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await open_pool(url, size=1)
            async with acquire() as connection:
                known = await connection.fetchval(_IS_KNOWN, partner)
    except (*AWAY, asyncpg.PostgresError) as error:
        return f"whether there is a partner {partner!r} was not checked: {explain(error)}"
    finally:
        await close_database()
    return None if known else f"no partner has the id {partner!r}: the token shows nothing until one is imported"
