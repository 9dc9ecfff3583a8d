"""Bearer tokens: signed statements of who asks. docs/access.md says what each role may do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from jwt.types import Options

from api.auth.context import Principal, Role
from api.execution.errors import Unauthenticated

ALGORITHM = "HS256"
MIN_SECRET_BYTES = 32  # as long as the digest (RFC 7518, section 3.2)
BEARER = "bearer"
TOKENS = 4_096  # kept, so that each is verified once
LEEWAY = timedelta(minutes=1)  # by which the clock of who made a token may be ahead
LONGEST = timedelta(days=31)  # that a token may hold, unless the installation says otherwise
LONGEST_OF_METRICS = timedelta(days=366)  # which reads nothing but figures, and whose scrapers are set up once
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


class WeakSecret(ValueError):
    """The secret that signs tokens is too short to be one."""


class InvalidGrant(ValueError):
    """A token that must not be made."""


def check_secret(secret: str) -> None:
    """Raises WeakSecret for a secret of less than 32 bytes."""
    if len(secret.encode()) < MIN_SECRET_BYTES:
        raise WeakSecret(f"the token secret (TIERLINE_SECRET) must have at least {MIN_SECRET_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says whose signature is right: whom it speaks for, from when on, and for how long in all."""

    principal: Principal
    holds_from: datetime
    life: timedelta


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


def check_life(ttl: timedelta, role: Role, longest: timedelta = LONGEST) -> timedelta:
    """The same, if a token of the role may hold for so long; raises InvalidGrant."""
    if ttl < timedelta(seconds=1):
        raise InvalidGrant("a token must hold for at least a second")
    most = longest_life(role, longest)
    if ttl > most:
        raise InvalidGrant(f"a token cannot hold for {_days(ttl)}: one of role {role.lower()} {_at_most(most, role)}")
    return ttl


def longest_life(role: Role, longest: timedelta) -> timedelta:
    """How long a token of the role may hold where others may for `longest`."""
    return LONGEST_OF_METRICS if role is Role.METRICS else longest


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
        lasting = f"the token holds for {_days(token.life)}, and one of role {principal.role.lower()}"
        raise Unauthenticated(f"{lasting} {_at_most(most, principal.role)}: make one that holds for less")
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


def _days(length: timedelta) -> str:
    return f"{length.days} days" if length >= timedelta(days=1) else str(length)


def _at_most(most: timedelta, role: Role) -> str:
    setting = "" if role is Role.METRICS else " (TIERLINE_TOKEN_DAYS)"
    return f"holds for at most {most.days} days here{setting}"


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
