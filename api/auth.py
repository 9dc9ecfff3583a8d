"""Bearer tokens: signed statements of who asks. docs/access.md says what each role may do."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
from jwt.types import Options

from api.context import Principal, Role
from api.errors import Unauthenticated

ALGORITHM = "HS256"
MIN_SECRET_BYTES = 32  # as long as the digest (RFC 7518, section 3.2)
BEARER = "bearer"
TOKENS = 4_096  # kept, so that each is verified once
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


def mint_token(
    secret: str, role: Role, *, partner: str | None, ttl: timedelta, now: datetime, subject: str | None = None
) -> str:
    """A token that holds from `now` for `ttl` (whole seconds, at least one).

    `partner` is the partner's external id, given with role PARTNER only and always. `subject` is who asks, as recompute
    jobs show it; the role by default, and the partner's id for a partner. Raises WeakSecret and InvalidGrant."""
    check_secret(secret)
    if (role is Role.PARTNER) != bool(partner):
        raise InvalidGrant("a partner's id belongs to role partner, and to that one only")
    expires_at = check_life(ttl, now)
    claims: dict[str, Any] = {
        "role": role.value,
        "sub": subject or partner or role.value.lower(),
        "iat": int(now.timestamp()),
        "exp": int(expires_at.timestamp()),
    }
    if partner:
        claims["partner"] = partner
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


def check_life(ttl: timedelta, now: datetime) -> datetime:
    """When a token of `now` expires. Raises InvalidGrant for one that cannot hold for `ttl`."""
    if ttl < timedelta(seconds=1):
        raise InvalidGrant("a token must hold for at least a second")
    try:
        return now + ttl
    except OverflowError as error:
        raise InvalidGrant(f"a token cannot hold for {ttl.days} days") from error


def verify_token(secret: str, text: str | None, now: datetime) -> Principal:
    """Whom the token speaks for. Raises Unauthenticated, which says what is wrong with it."""
    if not text:
        raise Unauthenticated(f"no token: {REMEDY}")
    principal = read_token(secret, text)
    if principal.expires_at <= now:
        raise Unauthenticated(f"the token has expired, on {principal.expires_at:%Y-%m-%d at %H:%M:%S} UTC")
    return principal


@lru_cache(TOKENS)
def read_token(secret: str, text: str) -> Principal:
    """Whom the token speaks for until it expires: what it says, if the signature is right; kept, as it never changes.

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
    _moment(claims, "iat")
    role = _role(claims)
    partner = claims.get("partner")
    if (role is Role.PARTNER) != ("partner" in claims):
        raise Unauthenticated("the token is malformed: claim partner belongs to role partner, and to that one only")
    if "partner" in claims:
        partner = _text(claims, "partner")
    subject = _text(claims, "sub")
    return Principal(role, subject, partner, expires_at)


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
    raise Unauthenticated("the token names an unknown role; there are operator, partner and ingest")


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
