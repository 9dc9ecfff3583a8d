"""`tierline token`."""

import asyncio
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import asyncpg
import typer

from api.auth.context import Role
from api.auth.tokens import check_life, mint_token
from models.database import AWAY, acquire, close_database, open_database
from ops.errors import UsageError
from ops.failures import explain
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, read_duration
from ops.terminal import err

ANSWER_SECONDS = 2.0

_IS_KNOWN = "SELECT EXISTS (SELECT FROM partner WHERE external_id = $1)"


class RoleName(StrEnum):
    """The roles, as they are typed."""

    OPERATOR = "operator"
    PARTNER = "partner"
    INGEST = "ingest"
    METRICS = "metrics"


def token(
    role: Annotated[RoleName, typer.Option(case_sensitive=False, help="What the bearer may do.")],
    partner: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The partner's id as imported; with --role partner, and only there."),
    ] = None,
    ttl: Annotated[
        str, typer.Option(metavar="TIME", help="How long it holds: 30m, 8h, 7d or 1h30m; at most TIERLINE_TOKEN_DAYS.")
    ] = "8h",
    data: Data = DEFAULT_DATA,
) -> None:
    """Print a bearer token, and nothing else, on standard output."""
    life = _check(role, partner, ttl)
    installation = Installation.find(data)
    longest = installation.settings.longest_token
    check_life(life, Role[role.name], longest)
    minted = mint_token(
        installation.secret, Role[role.name], partner=partner, ttl=life, now=datetime.now(UTC), longest=longest
    )
    if partner is not None and (doubt := asyncio.run(_doubt(installation, partner))) is not None:
        err.tell(f"tierline: {doubt}")
    print(minted)  # noqa: T201


def _check(role: RoleName, partner: str | None, ttl: str) -> timedelta:
    """How long the token is to hold. What is wrong with the options is told before anything else is looked for."""
    if role is RoleName.PARTNER and not partner:
        raise UsageError("--role partner needs --partner ID")
    if role is not RoleName.PARTNER and partner is not None:
        raise UsageError(f"--partner goes with --role partner only, not with --role {role}: leave one of them out")
    return read_duration(ttl)


async def _doubt(installation: Installation, partner: str) -> str | None:
    """Why the token may be of no use. Whoever signs tokens need not reach a database, so none is no doubt."""
    try:
        url = installation.writer_url
    except UsageError:
        return None
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await open_database(url, pool_size=1)
            async with acquire() as connection:
                known = await connection.fetchval(_IS_KNOWN, partner)
    except (*AWAY, asyncpg.PostgresError) as error:
        return f"whether there is a partner {partner!r} was not checked: {explain(error)}"
    finally:
        await close_database()
    return None if known else f"no partner has the id {partner!r}: the token shows nothing until one is imported"
