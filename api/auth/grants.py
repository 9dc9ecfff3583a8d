"""What tokens may be made: how strong their secret has to be, and how long they may hold."""

from datetime import timedelta

from api.auth.principals import Role

MIN_SECRET_BYTES = 32  # as long as the digest (RFC 7518, section 3.2)
LONGEST = timedelta(days=31)  # that a token may hold, unless the installation says otherwise
LONGEST_OF_METRICS = timedelta(days=366)  # which reads nothing but figures, and whose scrapers are set up once


class WeakSecret(ValueError):
    """The secret that signs tokens is too short to be one."""


class InvalidGrant(ValueError):
    """A token that must not be made."""


def check_secret(secret: str) -> None:
    """Raises WeakSecret for a secret of less than 32 bytes."""
    if len(secret.encode()) < MIN_SECRET_BYTES:
        raise WeakSecret(f"the token secret (TIERLINE_SECRET) must have at least {MIN_SECRET_BYTES} bytes")


def check_life(ttl: timedelta, role: Role, longest: timedelta = LONGEST) -> timedelta:
    """The time for which a token is to hold, if one of the role may hold for so long; raises InvalidGrant."""
    if ttl < timedelta(seconds=1):
        raise InvalidGrant("a token must hold for at least a second")
    most = longest_life(role, longest)
    if ttl > most:
        raise InvalidGrant(
            f"a token cannot hold for {tell_days(ttl)}: one of role {role.lower()} {tell_most(most, role)}"
        )
    return ttl


def longest_life(role: Role, longest: timedelta) -> timedelta:
    """How long a token of the role may hold where others may for `longest`."""
    return LONGEST_OF_METRICS if role is Role.METRICS else longest


def tell_days(length: timedelta) -> str:
    """How long, in words."""
    return f"{length.days} days" if length >= timedelta(days=1) else str(length)


def tell_most(most: timedelta, role: Role) -> str:
    """How long a token may hold at most, in words, and by which setting."""
    setting = "" if role is Role.METRICS else " (TIERLINE_TOKEN_DAYS)"
    return f"holds for at most {most.days} days here{setting}"
