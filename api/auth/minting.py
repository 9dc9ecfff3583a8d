"""Making bearer tokens; docs/access.md says what each role may do."""

from datetime import datetime, timedelta
from typing import Any

import jwt

from api.auth.grants import LONGEST, InvalidGrant, check_life, check_secret
from api.auth.principals import Role

ALGORITHM = "HS256"


def mint_token(  # noqa: PLR0913 - all that a token says, and how long it may
    secret: str,
    role: Role,
    *,
    partner: str | None,
    ttl: timedelta,
    now: datetime,
    subject: str | None = None,
    longest: timedelta = LONGEST,
) -> str:
    """A token that holds from `now` for `ttl` (whole seconds, at least one; at most `longest_life`).

    `partner` is the partner's external id, given with role PARTNER only and always. `subject` is who asks, as recompute
    jobs show it; the role by default, and the partner's id for a partner. Raises WeakSecret and InvalidGrant."""
    check_secret(secret)
    if (role is Role.PARTNER) != bool(partner):
        raise InvalidGrant("a partner's id belongs to role partner, and to that one only")
    expires_at = now + check_life(ttl, role, longest)
    claims: dict[str, Any] = {
        "role": role.value,
        "sub": subject or partner or role.value.lower(),
        "iat": int(now.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    if partner:
        claims["partner"] = partner
    return jwt.encode(claims, secret, algorithm=ALGORITHM)
