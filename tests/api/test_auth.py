import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from api.auth.grants import InvalidGrant, WeakSecret
from api.auth.minting import mint_token
from api.auth.principals import Principal, Role
from api.auth.tokens import bearer_token, verify_token
from api.execution.errors import Unauthenticated

SECRET = "a secret of thirty-two bytes or more"
NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLAIMS = {"role": "OPERATOR", "sub": "ada", "iat": int(NOW.timestamp()), "exp": int((NOW + HOUR).timestamp())}


def mint(
    role: Role = Role.OPERATOR, partner: str | None = None, *, ttl: timedelta = HOUR, subject: str | None = None
) -> str:
    return mint_token(SECRET, role, partner=partner, ttl=ttl, now=NOW, subject=subject)


def signed(changes: dict[str, Any], *without: str) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if name not in without}
    return jwt.encode(claims, SECRET, algorithm="HS256")


def problem(token: str | None, now: datetime = NOW) -> str:
    with pytest.raises(Unauthenticated) as caught:
        verify_token(SECRET, token, now)
    assert caught.value.code == "UNAUTHENTICATED"
    return str(caught.value)


def test_a_token_says_who_asks_and_for_how_long() -> None:
    assert verify_token(SECRET, mint(subject="ada"), NOW) == Principal(Role.OPERATOR, "ada", None, NOW + HOUR)
    assert verify_token(SECRET, mint(Role.INGEST), NOW) == Principal(Role.INGEST, "ingest", None, NOW + HOUR)
    partner = verify_token(SECRET, mint(Role.PARTNER, "P-1"), NOW)
    assert partner == Principal(Role.PARTNER, "P-1", "P-1", NOW + HOUR)


def test_a_role_may_be_written_in_lower_case() -> None:
    assert verify_token(SECRET, signed({"role": "operator"}), NOW).role is Role.OPERATOR


def test_a_token_holds_until_the_moment_it_expires() -> None:
    token = mint()
    assert verify_token(SECRET, token, NOW + HOUR - timedelta(seconds=1)).expires_at == NOW + HOUR
    assert problem(token, NOW + HOUR) == "the token has expired, on 2019-07-01 at 04:00:00 UTC"


def test_the_secret_has_no_default_and_at_least_32_bytes() -> None:
    with pytest.raises(WeakSecret, match="at least 32 bytes"):
        mint_token("x" * 31, Role.OPERATOR, partner=None, ttl=HOUR, now=NOW)
    assert mint_token("é" * 16, Role.OPERATOR, partner=None, ttl=HOUR, now=NOW)


@pytest.mark.parametrize(("role", "partner"), [(Role.PARTNER, None), (Role.PARTNER, ""), (Role.OPERATOR, "P-1")])
def test_a_partner_belongs_to_role_partner_only_and_always(role: Role, partner: str | None) -> None:
    with pytest.raises(InvalidGrant, match="partner"):
        mint(role, partner)


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(days=-1), timedelta(days=31, seconds=1), timedelta.max])
def test_a_token_is_made_for_a_time_that_can_be(ttl: timedelta) -> None:
    with pytest.raises(InvalidGrant, match="hold for"):
        mint(ttl=ttl)


def test_a_token_does_not_hold_for_longer_than_the_installation_says_whoever_made_it() -> None:
    for role, most in ((Role.OPERATOR, 31), (Role.INGEST, 31), (Role.METRICS, 366)):
        day = timedelta(days=1)
        assert verify_token(SECRET, mint(role, ttl=most * day), NOW).role is role
        exp = int((NOW + most * day).timestamp()) + 1
        assert "here" in problem(signed({"role": role.value, "exp": exp}))
    month = mint(ttl=timedelta(days=31))
    assert verify_token(SECRET, month, NOW, timedelta(days=31)).role is Role.OPERATOR
    with pytest.raises(Unauthenticated) as caught:
        verify_token(SECRET, month, NOW, timedelta(days=7))
    assert str(caught.value) == (
        "the token holds for 31 days, and one of role operator holds for at most 7 days here (TIERLINE_TOKEN_DAYS):"
        " make one that holds for less"
    )


def test_a_token_does_not_hold_before_its_time_give_or_take_a_minute() -> None:
    minute = timedelta(minutes=1)
    early = mint_token(SECRET, Role.OPERATOR, partner=None, ttl=HOUR, now=NOW + minute)
    assert verify_token(SECRET, early, NOW).subject == "operator"
    told = "the token does not hold before 2019-07-01 at 03:02:00 UTC: set the clock of who made it"
    assert problem(mint_token(SECRET, Role.OPERATOR, partner=None, ttl=HOUR, now=NOW + 2 * minute)) == told
    later = int((NOW + 2 * minute).timestamp())
    assert problem(signed({"nbf": later})) == told
    assert verify_token(SECRET, signed({"nbf": later}), NOW + minute).subject == "ada"


def test_a_token_expires_after_it_was_made() -> None:
    exp = int((NOW + HOUR).timestamp())
    for iat in (exp, exp + 1):
        assert "expires (claim exp) before it was made" in problem(signed({"iat": iat}))


@pytest.mark.parametrize("token", [None, ""])
def test_no_token_says_where_to_get_one(token: str | None) -> None:
    assert problem(token) == "no token: send `Authorization: Bearer TOKEN` with a token of `tierline token`"


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "é.é.é", "..", "\ud800", "null.null.null", "x " + mint(), mint()[:-40]]
)
def test_what_is_no_token_is_malformed(token: str) -> None:
    assert problem(token) == "the token is malformed: not a signed JWT"


def test_another_installations_token_does_not_hold() -> None:
    other = mint_token("another secret of thirty-two bytes", Role.OPERATOR, partner=None, ttl=HOUR, now=NOW)
    assert problem(other) == "the token was not signed with this installation's secret"


def test_a_changed_claim_does_not_hold() -> None:
    header, _, signature = mint(Role.PARTNER, "P-1").split(".")
    forged = base64.urlsafe_b64encode(json.dumps(CLAIMS).encode()).decode().rstrip("=")
    assert problem(f"{header}.{forged}.{signature}") == "the token was not signed with this installation's secret"


def test_only_hs256_holds() -> None:
    long = SECRET * 2
    assert problem(jwt.encode(CLAIMS, "", algorithm="none")) == "the token is not signed with HS256"
    assert problem(jwt.encode(CLAIMS, long, algorithm="HS512")) == "the token is not signed with HS256"


@pytest.mark.parametrize("claim", ["role", "sub", "iat", "exp"])
def test_every_claim_is_required(claim: str) -> None:
    assert f"claim {claim} must be" in problem(signed({}, claim))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"role": "ADMIN"}, "the token names an unknown role; there are operator, partner, ingest and metrics"),
        ({"role": 7}, "claim role must be a text"),
        ({"role": "PARTNER"}, "claim partner belongs to role partner"),
        ({"partner": "P-1"}, "claim partner belongs to role partner"),
        ({"partner": None}, "claim partner belongs to role partner"),
        ({"role": "PARTNER", "partner": ""}, "claim partner must be a text"),
        ({"role": "PARTNER", "partner": 5}, "claim partner must be a text"),
        ({"role": "PARTNER", "partner": "P\0"}, "claim partner must be a text"),
        ({"role": "PARTNER", "partner": "P\ud800"}, "claim partner must be a text"),
        ({"sub": 5}, "claim sub must be a text"),
        ({"exp": "soon"}, "claim exp must be a time"),
        ({"exp": True}, "claim exp must be a time"),
        ({"exp": 10**20}, "claim exp is out of range"),
        ({"iat": None}, "claim iat must be a time"),
        ({"nbf": None}, "claim nbf must be a time"),
        ({"nbf": "now"}, "claim nbf must be a time"),
    ],
)
def test_claims_have_types(changes: dict[str, Any], expected: str) -> None:
    assert expected in problem(signed(changes))


def test_a_bearer_header_carries_the_token() -> None:
    assert bearer_token("Bearer abc") == "abc"
    assert bearer_token("  bearer   abc ") == "abc"
    assert bearer_token(None) is None
    assert bearer_token("") is None
    assert bearer_token("Bearer ") is None
    with pytest.raises(Unauthenticated, match="must be Bearer"):
        bearer_token("Basic abc")
