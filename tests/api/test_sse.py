import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from tests.api.front import INGEST, OPERATOR, PATIENCE, VIEWER, Api, partner_token
from tests.api.rows import add_partner
from tests.api.test_socket_lifetime import until, view_of, watching
from tests.api.watching import CURSORS, JUNE, MAY, TIERS, decide
from tests.cursors import encode_cursor

STREAM = {"Accept": "text/event-stream"}
Event = dict[str, str]


@asynccontextmanager
async def listen(
    api: Api, query: str, variables: dict[str, Any] | None = None, *, token: str = OPERATOR, last: str | None = None
) -> AsyncIterator[Callable[[], Any]]:
    """A stream of events; gives what waits for the next one, None at the end."""
    sent = {"Authorization": f"Bearer {token}", **STREAM} | ({} if last is None else {"Last-Event-ID": last})
    body = {"query": query, "variables": variables}
    async with api.http.stream("POST", "/graphql", json=body, headers=sent) as response:
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()

        async def hear() -> Event | None:
            event: Event = {}
            async with asyncio.timeout(PATIENCE):
                async for line in lines:
                    if not line and event:
                        return event
                    name, _, value = line.partition(":")
                    if name:
                        event[name] = value.strip()
            return None

        yield hear


def change(event: Event) -> tuple[str, str | None]:
    """What an event of tierChanges tells: its kind and whose decision."""
    assert event["event"] == "next"
    found = json.loads(event["data"])["data"]["tierChanges"]
    return found["kind"], found["decision"] and found["decision"]["partner"]["externalId"]


async def test_a_subscription_is_told_as_events_with_cursors_as_ids(api: Api, announce: Callable[[], Any]) -> None:
    partner = await add_partner("P-1")
    async with listen(api, TIERS) as hear:
        first = await hear()
        assert change(first) == ("SNAPSHOT", None)
        assert first["id"] == encode_cursor(0)
        await decide(partner, JUNE, "GOLD")
        await announce()
        second = await hear()
        assert change(second) == ("CHANGE", "P-1")
        assert second["id"] == encode_cursor(1) == json.loads(second["data"])["data"]["tierChanges"]["cursor"]


async def test_who_comes_back_with_the_id_of_the_last_event_misses_and_repeats_nothing(api: Api) -> None:
    partner = await add_partner("P-1")
    for day in (MAY, JUNE):
        await decide(partner, day, "GOLD")
    async with listen(api, CURSORS, last=encode_cursor(1)) as hear:
        assert (await hear())["id"] == encode_cursor(2)
    async with listen(api, CURSORS, {"after": encode_cursor(0)}) as hear:
        assert [(await hear())["id"] for _ in range(2)] == [encode_cursor(1), encode_cursor(2)]


async def test_a_query_is_one_event_and_the_end(api: Api) -> None:
    async with listen(api, VIEWER) as hear:
        event = await hear()
        assert json.loads(event["data"])["data"] == {"viewer": {"role": "OPERATOR"}}
        assert (await hear())["event"] == "complete"
        assert await hear() is None


async def test_what_cannot_be_run_is_told_as_an_event_and_ends(api: Api) -> None:
    for query, token, code in (
        ("{ nothing }", OPERATOR, "BAD_USER_INPUT"),
        ("{", OPERATOR, "BAD_USER_INPUT"),
        (TIERS, INGEST, "FORBIDDEN"),
        ('subscription { tierChanges(after: "x") { kind } }', OPERATOR, "BAD_USER_INPUT"),
    ):
        async with listen(api, query, token=token) as hear:
            (error,) = json.loads((await hear())["data"])["errors"]
            assert error["extensions"]["code"] == code
            assert (await hear())["event"] == "complete"


async def test_a_request_that_is_none_is_answered_with_a_status(api: Api) -> None:
    for headers, content, status in (
        ({}, "{}", 401),
        ({"Authorization": f"Bearer {OPERATOR}"}, "{", 400),
        ({"Authorization": f"Bearer {OPERATOR}"}, "[]", 400),
        ({"Authorization": f"Bearer {OPERATOR}", "Content-Type": "text/plain"}, "{}", 415),
    ):
        sent = {"Content-Type": "application/json", **STREAM, **headers}
        assert (await api.http.post("/graphql", content=content, headers=sent)).status_code == status


async def test_a_mutation_does_not_come_by_get(api: Api) -> None:
    query = 'mutation { cancelRecompute(input: {jobId: "x"}) { job { id } } }'
    headers = {"Authorization": f"Bearer {OPERATOR}", **STREAM}
    answer = await api.http.get("/graphql", params={"query": query}, headers=headers)
    assert "not allowed" in answer.text


async def test_a_stream_does_not_outlive_its_token(api: Api) -> None:
    await add_partner("P-1")
    async with listen(api, TIERS, token=partner_token("P-1", timedelta(seconds=1))) as hear:
        assert change(await hear())[0] == "SNAPSHOT"
        assert await hear() is None


async def test_a_client_that_vanishes_leaves_nothing_behind(api: Api) -> None:
    async with listen(api, TIERS) as hear:
        await hear()
        assert watching(api) == 1
        assert len(view_of(api).state.sockets.connections) == 1
    await until(api, 0)
    assert not view_of(api).state.sockets.connections
    assert not view_of(api).state.sockets.owners
