"""What comes over a connection before anybody is known by a token: it is bounded in bytes, in number and in time."""

import gc
import json
from contextlib import AsyncExitStack

import psutil
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.http import answering, connections
from api.http.connections import MAX_HEAD_BYTES, MAX_HEADERS, MOST_PIPELINED, UNWANTED_BYTES, HttpProtocol
from tests.api.front import OPERATOR, VIEWER, Api, serving
from tests.api.test_protection import peers, settled
from tests.hostile.raw import UPGRADE, connected

ALIVE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
POST = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {OPERATOR}\r\n".encode()
POST += b"Content-Type: application/json\r\n"
MUCH = 64 * 2**20


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.1)


ENDLESS = {
    "a header": (ALIVE + b"X: ", b"x"),
    "the name of a header": (ALIVE, b"x"),
    "headers": (ALIVE, b"X: x\r\n"),
    "the path": (b"GET /", b"x"),
    "the query": (b"GET /graphql?query=", b"x"),
    "blank lines before a request": (b"", b"\r\n"),
    "a trailer": (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: ", b"x"),
    "trailers": (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n", b"X: x\r\n"),
    "the extension of a chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
}


def memory() -> int:
    gc.collect()
    return psutil.Process().memory_info().rss


def told(answer: tuple[int, bytes]) -> tuple[int, str]:
    (error,) = json.loads(answer[1])["errors"]
    return answer[0], error["message"]


@pytest.mark.parametrize("endless", ENDLESS)
async def test_what_never_ends_is_cut_off_and_kept_nowhere(api: Api, endless: str) -> None:
    begin, more = ENDLESS[endless]
    async with connected(api) as raw:
        before = memory()
        raw.say(begin)
        assert await raw.flood(more * (2**16 // len(more)), MUCH) < MUCH
        await raw.closed()
        assert memory() - before < 16 * 2**20
    assert (await api.http.get("/readyz")).status_code == 200


async def test_a_head_up_to_the_bounds_is_taken_and_one_above_is_told(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(ALIVE + b"X: x\r\n" * (MAX_HEADERS - 1) + b"\r\n")
        assert (await raw.hear())[0] == 200
        raw.say(ALIVE + b"X: x\r\n" * MAX_HEADERS + b"\r\n")
        status, message = told(await raw.hear())
        assert (status, "at most 64 KiB together, and there are at most 100 headers" in message) == (431, True)
        assert await raw.closed() == b""
    async with connected(api) as raw:
        raw.say(ALIVE + b"X: %b\r\n\r\n" % (b"x" * (MAX_HEAD_BYTES - 100)))
        assert (await raw.hear())[0] == 200
        raw.say(ALIVE + b"X: %b\r\n\r\n" % (b"x" * MAX_HEAD_BYTES))
        assert told(await raw.hear())[0] == 431


async def test_what_is_no_http_is_told_so(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(b"\x16\x03\x01\x02\x00\x01\x00")
        assert told(await raw.hear()) == (400, "this is no HTTP/1.1 request that can be read")
        assert await raw.closed() == b""


async def test_a_head_has_to_come_in_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    async with connected(api) as silent:
        assert await silent.closed() == b""
    async with connected(api) as slow:
        slow.say(b"GET /healthz HTTP/1.1\r\nX:")
        status, message = told(await slow.hear())
        assert (status, message.startswith("the request did not come in time")) == (408, True)
        assert await slow.closed() == b""


async def test_every_request_of_a_connection_has_to_come_in_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async with connected(api) as raw:
        raw.say(ALIVE + b"\r\n")
        assert (await raw.hear())[0] == 200
        monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
        raw.say(b"\r\n")
        assert told(await raw.hear())[0] == 408


async def test_a_body_has_to_come_in_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.2)
    async with connected(api) as raw:
        raw.say(POST + b"Content-Length: 100\r\n\r\n{")
        assert told(await raw.hear())[0] == 408
        assert await raw.closed() == b""


async def test_a_body_that_nobody_wants_any_more_has_to_end_in_time_too(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    async with connected(api) as raw:
        raw.say(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert told(await raw.hear())[0] == 401
        raw.say(b" ")
        assert b" 408 " in await raw.closed()


async def test_a_body_that_nobody_wants_any_more_is_taken_slowly(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.5)
    monkeypatch.setattr(connections, "UNWANTED_A_SECOND", 1)
    monkeypatch.setattr(HttpProtocol, "unwanted_until", 0.0)
    async with connected(api) as raw:
        raw.say(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % MUCH)
        assert told(await raw.hear())[0] == 401
        assert await raw.flood(bytes(2**16), MUCH) < MUCH / 2


async def test_a_connection_is_used_on_after_a_body_that_nobody_wanted(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (4 * UNWANTED_BYTES))
        assert told(await raw.hear())[0] == 401
        raw.say(bytes(4 * UNWANTED_BYTES) + ALIVE + b"\r\n")
        assert (await raw.hear())[0] == 200


async def test_a_connection_ends_when_nothing_follows_a_body_that_came_after_its_answer(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
        assert told(await raw.hear())[0] == 401
        for server in [one for one in gc.get_objects() if isinstance(one, HttpProtocol)]:
            server.timeout_keep_alive = 0
        raw.say(b"}")
        assert await raw.closed() == b""


async def test_of_those_that_keep_a_server_waiting_the_longest_waiting_makes_room(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_WAITING", 20)
    async with AsyncExitStack() as stack:
        crowd = []
        for _ in range(50):
            crowd.append(await stack.enter_async_context(connected(api)))
            crowd[-1].say(b"GET /")
        await settled(lambda: len(HttpProtocol.waiting) == 20)
        assert (await api.http.get("/healthz")).status_code == 200
        assert await crowd[0].closed() == b""
        crowd[-1].say(b"healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await crowd[-1].hear())[0] == 200
    await settled(lambda: not HttpProtocol.waiting)


async def test_requests_are_not_piled_up_on_a_connection(api: Api) -> None:
    async with connected(api) as raw:
        raw.say((ALIVE + b"\r\n") * MOST_PIPELINED)
        for _ in range(MOST_PIPELINED):
            assert (await raw.hear())[0] == 200
    async with connected(api) as raw:
        raw.say((ALIVE + b"\r\n") * 5_000)
        assert (await raw.closed()).count(b"HTTP/1.1 ") <= MOST_PIPELINED + 2


async def answer_much(_: Request) -> Response:
    return Response(bytes(MUCH))


async def test_who_does_not_read_an_answer_is_dropped_and_who_reads_slowly_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "READ_SECONDS", 0.05)
    monkeypatch.setattr(answering, "READ_BYTES", 1)
    async with serving(Starlette(routes=[Route("/healthz", answer_much)])) as api:
        async with connected(api) as slow:
            slow.say(ALIVE + b"\r\n")
            status, body = await slow.hear()
            assert (status, len(body)) == (200, MUCH)
        async with connected(api) as deaf:
            place = deaf.writer.get_extra_info("sockname")
            deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
            deaf.say(ALIVE + b"\r\n")
            await settled(lambda: place in peers(api))
            await settled(lambda: place not in peers(api))


async def test_a_connection_that_becomes_a_websocket_is_no_more_waited_for(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(ALIVE + b"\r\n")
        assert (await raw.hear())[0] == 200
        raw.say(UPGRADE)
        assert (await raw.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        servers = [one for one in gc.get_objects() if isinstance(one, HttpProtocol) and not one.transport.is_closing()]
        assert all(one.timeout_keep_alive_task is None and one._deadline is None for one in servers)
        assert not HttpProtocol.waiting


async def test_a_websocket_is_bound_by_none_of_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.1)
    async with api.socket(OPERATOR) as socket:
        assert not HttpProtocol.waiting
        await socket.ask()
    assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
