"""`tierline token`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.auth import mint_token
from api.context import Role
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, read_duration


class RoleName(StrEnum):
    """The roles, as they are typed."""

    OPERATOR = "operator"
    PARTNER = "partner"
    INGEST = "ingest"


def token(
    role: Annotated[RoleName, typer.Option(case_sensitive=False, help="What the bearer may do.")],
    partner: Annotated[str | None, typer.Option(metavar="ID", help="The partner, for --role partner.")] = None,
    ttl: Annotated[str, typer.Option(metavar="TIME", help="How long it holds: 30m, 8h, 7d.")] = "8h",
    data: Data = DEFAULT_DATA,
) -> None:
    """Print a bearer token, and nothing else."""
    life = read_duration(ttl)
    secret = Installation.find(data).secret
    print(mint_token(secret, Role[role.name], partner=partner, ttl=life, now=datetime.now(UTC)))  # noqa: T201
