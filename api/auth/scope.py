"""Who may ask at all (docs/access.md): root fields and subscriptions ask here. Which rows is said at each type."""

from datetime import date

from api.auth.context import Info
from api.auth.principals import Role
from api.execution.errors import Forbidden
from models.enums import Audience
from tiers.periods import local_day

NOBODY = 0  # no row has this key


def require_reader(info: Info) -> None:
    """Refuses tokens that may only bring facts in."""
    if info.context.principal.role is Role.INGEST:
        raise Forbidden("a token of role INGEST may only load facts; ask for one of role OPERATOR or PARTNER to read")


def require_operator(info: Info) -> None:
    """Refuses everybody but operators."""
    role = info.context.principal.role
    if role is not Role.OPERATOR:
        raise Forbidden(f"only operators may do this; the token's role is {role}")


def require(info: Info, audience: Audience) -> None:
    """Refuses whoever is not of those for whom it is meant."""
    if audience is Audience.OPERATORS:
        require_operator(info)
    else:
        require_reader(info)


def only_partner(info: Info) -> int | None:
    """The one partner (its row) whose data the viewer sees; None for operators, who see all.

    NOBODY for a partner's token whose partner is not loaded, so that a condition on it finds nothing.
    """
    if info.context.principal.role is Role.OPERATOR:
        return None
    return info.context.partner_id or NOBODY


def today(info: Info) -> date:
    """The current day on the program's calendar."""
    return local_day(info.context.clock(), info.context.rules.zone)
