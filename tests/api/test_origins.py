from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from api.http.origins import BadOrigin, Origins
from tests.api.front import OPERATOR, PROTOCOL, VIEWER, Api, make_app, serving

PAGE = "http://localhost:5173"
STRANGER = "https://elsewhere.example"
ASKS = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


@pytest.fixture
async def shared(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """An API that pages of some origins may use."""
    async with serving(make_app(database_url, redis_url, origins=f"{PAGE}, https://app.example.com")) as api:
        yield api


@pytest.mark.parametrize(
    ("allowed", "origin", "host", "may"),
    [
        ("", "https://tierline.example", "tierline.example", True),  # also where a proxy has ended TLS
        ("", "https://tierline.example", "tierline.example:443", True),
        ("", "http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("", "http://localhost:8000", "127.0.0.1:8000", True),
        ("", "http://127.0.0.1:8000", "[::1]:8000", True),
        ("", "http://localhost:8001", "localhost:8000", False),
        ("", "https://tierline.example.evil.example", "tierline.example", False),
        ("", STRANGER, "tierline.example", False),
        ("", "null", "tierline.example", False),
        ("", "http://[", "tierline.example", False),
        ("", STRANGER, None, False),
        ("https://app.example.com", "https://app.example.com", "api.example.com", True),
        ("https://app.example.com", "https://app.example.com:443", "api.example.com", True),
        ("https://APP.example.com:443/", "https://app.example.com", "api.example.com", True),
        ("https://app.example.com", "http://app.example.com", "api.example.com", False),
        ("https://app.example.com", "https://app.example.com:8443", "api.example.com", False),
        ("https://app.example.com", "https://sub.app.example.com", "api.example.com", False),
        (f"https://a.example,{PAGE}", "http://127.0.0.1:5173", "api.example.com", True),
        (f"https://a.example {PAGE}", "http://[::1]:5173", "api.example.com", True),
        (PAGE, "http://localhost:5174", "api.example.com", False),
        ("*", STRANGER, "api.example.com", True),
        ("*", "null", "api.example.com", True),
    ],
)
def test_a_page_may_ask_from_its_own_host_or_an_allowed_origin(
    allowed: str, origin: str, host: str | None, *, may: bool
) -> None:
    assert Origins.parse(allowed).allow(origin, host) is may


@pytest.mark.parametrize(
    "text", ["app.example.com", "https://app.example.com/page", "ftp://a.example", "https://", "null", "http://a:b"]
)
def test_what_is_no_origin_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadOrigin, match="is no origin; write it as https"):
        Origins.parse(f"https://fine.example {text}")


@pytest.mark.parametrize("origin", [PAGE, "http://127.0.0.1:5173", "https://app.example.com"])
async def test_a_page_of_an_allowed_origin_asks_and_reads_the_answer(shared: Api, origin: str) -> None:
    preflight = await shared.http.options("/graphql", headers={"Origin": origin, **ASKS})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == origin
    assert preflight.headers["access-control-allow-headers"] == ASKS["Access-Control-Request-Headers"]
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Origin" in preflight.headers["vary"]
    for headers in ({"Authorization": f"Bearer {OPERATOR}"}, {}, {"Authorization": f"Bearer {OPERATOR}", **STREAM}):
        answer = await shared.http.post("/graphql", headers={"Origin": origin, **headers}, json={"query": VIEWER})
        assert answer.headers["access-control-allow-origin"] == origin
        assert "X-Request-Id" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers


STREAM = {"Accept": "text/event-stream"}


async def test_a_page_of_another_origin_is_told_what_to_set_and_reads_nothing(shared: Api) -> None:
    preflight = await shared.http.options("/graphql", headers={"Origin": STRANGER, **ASKS})
    assert preflight.status_code == 403
    assert f"pages of {STRANGER} may not use this API" in preflight.json()["errors"][0]["message"]
    assert "TIERLINE_ORIGINS" in preflight.json()["errors"][0]["message"]
    answer = await shared.http.post(
        "/graphql", headers={"Origin": STRANGER, "Authorization": f"Bearer {OPERATOR}"}, json={"query": VIEWER}
    )
    for one in (preflight, answer):
        assert "access-control-allow-origin" not in one.headers


async def test_sockets_are_for_the_same_pages(shared: Api) -> None:
    async def opens(origin: str) -> bool:
        address, protocols = f"ws://127.0.0.1:{shared.port}/graphql", [Subprotocol(PROTOCOL)]
        try:
            async with connect(address, origin=Origin(origin), subprotocols=protocols):
                return True
        except InvalidStatus as error:
            return error.response.status_code != 403

    for origin in (PAGE, "http://127.0.0.1:5173", "https://app.example.com", f"http://localhost:{shared.port}"):
        assert await opens(origin), origin
    for origin in (STRANGER, "http://localhost:5174", "null"):
        assert not await opens(origin), origin
