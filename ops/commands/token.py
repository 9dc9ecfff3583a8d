"""`tierline token`."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from api.auth.grants import check_life
from api.auth.minting import mint_token
from api.auth.principals import Role
from ops.errors import UsageError
from ops.location import Location
from ops.parameters import DEFAULT_DATA, Data, read_duration
from ops.terminal import err


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
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Who asks, as jobs show it, with a budget of its own; by default the role or partner."
        ),
    ] = None,
    ttl: Annotated[
        str, typer.Option(metavar="TIME", help="How long it holds: 30m, 8h, 7d or 1h30m; at most TIERLINE_TOKEN_DAYS.")
    ] = "8h",
    data: Data = DEFAULT_DATA,
) -> None:
    life = _check(role, partner, subject, ttl)
    location = Location.find(data)
    longest = location.settings.longest_token
    check_life(life, Role[role.name], longest)
    minted = mint_token(
        location.secret,
        Role[role.name],
        partner=partner,
        ttl=life,
        now=datetime.now(UTC),
        subject=subject,
        longest=longest,
    )
    if partner is not None:
        from ops.doubts import find_doubt  # noqa: PLC0415 - other tokens need no database

        if (doubt := find_doubt(location, partner)) is not None:
            err.tell(f"tierline: {doubt}")
    print(minted)  # noqa: T201


def _check(role: RoleName, partner: str | None, subject: str | None, ttl: str) -> timedelta:
    """How long the token is to hold. What is wrong with the options is told before anything else is looked for."""
    if role is RoleName.PARTNER and not partner:
        raise UsageError("--role partner needs --partner ID")
    if role is not RoleName.PARTNER and partner is not None:
        raise UsageError(f"--partner goes with --role partner only, not with --role {role}: leave one of them out")
    if subject is not None and not (subject.strip() and subject.isprintable()):
        raise UsageError("--subject needs a name, of characters that can be shown")
    return read_duration(ttl)
