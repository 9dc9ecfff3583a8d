"""Bearer tokens: signed statements of who asks. docs/access.md says what each role may do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from jwt.types import Options

from api.auth.grants import LONGEST, longest_life, tell_days, tell_most
from api.auth.minting import ALGORITHM
from api.auth.principals import Principal, Role
from api.execution.errors import Unauthenticated

BEARER = "bearer"
TOKENS = 4_096  # kept, so that each is verified once
LEEWAY = timedelta(minutes=1)  # by which the clock of who made a token may be ahead
# The claims are checked here, against the time that is given and with messages of our own.
SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
    "verify_sub": False,
    "verify_jti": False,
}
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # NUL and halves of surrogate pairs, which PostgreSQL takes for no text
REMEDY = "send `Authorization: Bearer TOKEN` with a token of `tierline token`"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says whose signature is right: whom it speaks for, from when on, and for how long in all."""

    principal: Principal
    holds_from: datetime
    life: timedelta


def verify_token(secret: str, text: str | None, now: datetime, longest: timedelta = LONGEST) -> Principal:
    """Whom the token speaks for. Raises Unauthenticated, which says what is wrong with it.

    `longest` is how long tokens may hold here, whoever made them."""
    if not text:
        raise Unauthenticated(f"no token: {REMEDY}")
    token = read_token(secret, text)
    principal = token.principal
    if principal.expires_at <= now:
        raise Unauthenticated(f"the token has expired, on {_told(principal.expires_at)}")
    if token.holds_from > now + LEEWAY:
        raise Unauthenticated(f"the token does not hold before {_told(token.holds_from)}: set the clock of who made it")
    if token.life > (most := longest_life(principal.role, longest)):
        lasting = f"the token holds for {tell_days(token.life)}, and one of role {principal.role.lower()}"
        raise Unauthenticated(f"{lasting} {tell_most(most, principal.role)}: make one that holds for less")
    return principal


@lru_cache(TOKENS)
def read_token(secret: str, text: str) -> Token:
    """What the token says, if its signature is right; kept, as it never changes.

    Raises Unauthenticated."""
    try:
        claims = jwt.decode(text, secret, algorithms=[ALGORITHM], options=SIGNATURE_ONLY)
    except jwt.InvalidSignatureError as error:
        raise Unauthenticated("the token was not signed with this installation's secret") from error
    except jwt.InvalidAlgorithmError as error:
        raise Unauthenticated(f"the token is not signed with {ALGORITHM}") from error
    except (jwt.InvalidTokenError, RecursionError, UnicodeError) as error:
        raise Unauthenticated("the token is malformed: not a signed JWT") from error
    expires_at = _moment(claims, "exp")
    made_at = _moment(claims, "iat")
    if expires_at <= made_at:
        raise Unauthenticated("the token is malformed: it expires (claim exp) before it was made (claim iat)")
    holds_from = max(made_at, _moment(claims, "nbf")) if "nbf" in claims else made_at
    role = _role(claims)
    partner = claims.get("partner")
    if (role is Role.PARTNER) != ("partner" in claims):
        raise Unauthenticated("the token is malformed: claim partner belongs to role partner, and to that one only")
    if "partner" in claims:
        partner = _text(claims, "partner")
    subject = _text(claims, "sub")
    return Token(Principal(role, subject, partner, expires_at), holds_from, expires_at - made_at)


def bearer_token(header: str | None) -> str | None:
    """The token of an Authorization header (or of the same text in `connection_init`), None without one.

    Raises Unauthenticated for another scheme."""
    if header is None or not header.strip():
        return None
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != BEARER:
        raise Unauthenticated(f"the authorization scheme must be Bearer: {REMEDY}")
    return token.strip() or None


def _role(claims: Mapping[str, Any]) -> Role:
    named = _text(claims, "role")
    for role in Role:
        if named.upper() == role.value:
            return role
    raise Unauthenticated("the token names an unknown role; there are operator, partner, ingest and metrics")


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d at %H:%M:%S} UTC"


def _text(claims: Mapping[str, Any], claim: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not value or UNSTORABLE.search(value):
        raise Unauthenticated(f"the token is malformed: claim {claim} must be a text")
    return value


def _moment(claims: Mapping[str, Any], claim: str) -> datetime:
    value = claims.get(claim)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Unauthenticated(f"the token is malformed: claim {claim} must be a time in seconds since 1970")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Unauthenticated(f"the token is malformed: claim {claim} is out of range") from error
