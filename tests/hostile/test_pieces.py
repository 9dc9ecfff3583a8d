"""What takes long to read for its size: it is read in pieces, with others in between, and bounded."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from api.execution.limits import one_by_one
from api.execution.limits.one_by_one import OneByOne
from api.http import connections, server
from api.http.pieces import PIECE_BYTES, Pieces
from tests.api.front import OPERATOR, VIEWER, Api
from tests.api.test_protection import settled
from tests.api.test_socket_lifetime import view_of
from tests.hostile.attacks.target import head, request
from tests.hostile.live import QUICK, locked, waiting_statements
from tests.hostile.raw import UPGRADE, connected
from tests.hostile.test_connections import told

ALIVE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = head(OPERATOR, 1).replace(b"Content-Length: 1", b"Transfer-Encoding: chunked")
SLOW = '{ partner(externalId: "P-1") { standing { asOf } } }'


def in_chunks(text: bytes) -> bytes:
    """A body in chunks of one byte."""
    return b"".join(b"1\r\n%c\r\n" % byte for byte in text) + b"0\r\n\r\n"


def frame(first: int, data: bytes = b"") -> bytes:
    """A short frame of a client's."""
    return bytes([first, 0x80 | len(data), 0, 0, 0, 0]) + data


INIT = b'{"type":"connection_init","payload":{"authorization":"Bearer %b"}}' % OPERATOR.encode()


async def rounds(count: int) -> None:
    """Lets the event loop go round so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


def noted(done: list[str], name: str, queue: OneByOne, *, newcomer: bool = False) -> Callable[[], object]:
    async def wait() -> None:
        await queue.turn(newcomer=newcomer)
        done.append(name)

    return lambda: asyncio.ensure_future(wait())


async def test_few_are_free_and_others_have_a_round_between_any_two_of_many() -> None:
    queue, done = OneByOne(2), list[str]()
    for name in "abcde":
        noted(done, name, queue)()
    seen = []
    for _ in range(12):
        await asyncio.sleep(0)
        seen.append(len(done))
    assert (done, seen[0]) == (list("abcde"), 2)
    assert max(later - before for before, later in pairwise(seen)) == 1
    assert not queue
    for name in "fg":
        noted(done, name, queue)()
    await asyncio.sleep(0)
    assert done == list("abcdefg")


async def test_newcomers_come_newest_first_and_take_turns_with_a_crowd_that_asks_again() -> None:
    queue, done = OneByOne(), list[str]()
    queue.add(lambda: done.append("added"))
    await queue.turn()
    for name in "abc":
        noted(done, name, queue)()
    for name in "xyz":
        noted(done, name, queue, newcomer=True)()
    await settled(lambda: len(done) == 7)
    assert [one for one in done if one in "xyz"] == ["z", "y", "x"]
    assert [one for one in done if one not in "xyz"] == ["added", "a", "b", "c"]
    assert done.index("z") < done.index("b")


async def test_of_too_many_newcomers_the_longest_waiting_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_by_one, "MOST_WAITING", 2)
    queue, done = OneByOne(), list[str]()
    for name in "abcdef":
        noted(done, name, queue, newcomer=True)()
    await rounds(2)
    assert done[:3] == ["a", "b", "c"]
    assert len(queue) <= 2


async def test_who_waits_and_is_gone_holds_nobody_up() -> None:
    queue, done = OneByOne(), list[str]()
    await queue.turn()
    waiting = asyncio.ensure_future(queue.turn())
    await rounds(1)
    waiting.cancel()
    noted(done, "a", queue)()
    await settled(lambda: done == ["a"])


def test_pieces_are_what_came_in_order() -> None:
    pieces = Pieces()
    pieces.add(b"abcde")
    assert pieces.take(2) == b"ab"
    pieces.add(b"fg")
    assert [pieces.take(4), pieces.take(4), bool(pieces)] == [b"cdef", b"g", False]


async def test_a_body_in_chunks_of_one_byte_is_read_as_any_other_and_so_is_what_follows_it(api: Api) -> None:
    plain = request(OPERATOR, VIEWER, extensions={"x": "x" * 2_000})
    body = plain.partition(b"\r\n\r\n")[2]
    async with connected(api) as raw:
        raw.say(CHUNKED + in_chunks(body) + ALIVE + CHUNKED + in_chunks(body))
        first = await raw.hear()
        assert (first[0], b'"OPERATOR"' in first[1]) == (200, True)
        assert await raw.hear() == (200, b'{"status":"alive"}')
        assert (await raw.hear())[0] == 200


async def test_a_body_has_so_many_chunks_at_most(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CHUNKS", 1_000)
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.1)
    async with connected(api) as raw:
        raw.say(CHUNKED + in_chunks(b" " * 1_001))
        status, message = told(await raw.hear())
        assert (status, "20,000 chunks" in message) == (431, True)
        await raw.closed()


async def test_chunks_without_an_end_leave_time_for_others(api: Api) -> None:
    async with connected(api) as raw:
        raw.say(CHUNKED.replace(OPERATOR.encode(), b"none") + b"1\r\nx\r\n" * 20_000)
        for _ in range(3):
            assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}


async def test_messages_that_come_together_and_in_fragments_are_read_one_after_the_other(api: Api) -> None:
    asked = b'{"type":"subscribe","id":"%d","payload":{"query":"{ viewer { role } }"}}'
    said = [INIT, *(asked % number for number in range(12))]
    async with connected(api) as raw:
        raw.say(UPGRADE)
        await raw.reader.readuntil(b"\r\n\r\n")
        for message in said:
            parts = [message[at : at + 100] for at in range(0, len(message), 100)]
            first = frame(0x01 if parts[1:] else 0x81, parts[0])
            raw.say(first + b"".join(frame(0, part) for part in parts[1:-1]))
            if parts[1:]:
                raw.say(frame(0x80, parts[-1]))
        for _ in range(12):
            await raw.reader.readuntil(b'"complete"')


@pytest.mark.parametrize("known", [True, False])
async def test_a_socket_that_sends_too_many_frames_is_closed(
    api: Api, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    monkeypatch.setattr(server, "FRAMES_AT_ONCE", 200)
    async with connected(api) as raw:
        raw.say(UPGRADE)
        await raw.reader.readuntil(b"\r\n\r\n")
        if known:
            parts = [INIT[at : at + 125] for at in range(0, len(INIT), 125)]
            raw.say(frame(0x01, parts[0]) + b"".join(frame(0, part) for part in parts[1:-1]) + frame(0x80, parts[-1]))
            await raw.reader.readuntil(b"connection_ack")
        raw.say(frame(0x89) * 1_000)
        assert (1013).to_bytes(2) + b"too many frames" in await raw.closed()
    await settled(lambda: not len(view_of(api).state.sockets))


async def test_a_stream_ends_when_its_client_says_more(api: Api) -> None:
    asked = request(OPERATOR, QUICK).replace(b"Host: x", b"Host: x\r\nAccept: text/event-stream", 1)
    async with connected(api) as raw:
        raw.say(asked)
        await raw.reader.readuntil(b"\r\n\r\n")
        await settled(lambda: len(view_of(api).state.sockets) == 1)
        raw.say(ALIVE)
        await raw.closed()
        await settled(lambda: not len(view_of(api).state.sockets))


async def test_no_stream_begins_for_who_has_asked_on_already(api: Api) -> None:
    asked = request(OPERATOR, QUICK).replace(b"Host: x", b"Host: x\r\nAccept: text/event-stream", 1)
    async with connected(api) as raw:
        raw.say(asked + ALIVE)
        assert b"HTTP/1.1" not in await raw.closed()
    await settled(lambda: not len(view_of(api).state.sockets))


async def test_work_stops_when_a_client_is_gone_that_has_asked_on(api: Api, database_url: str) -> None:
    async with locked(database_url, "partner"):
        async with connected(api) as raw:
            raw.say(request(OPERATOR, SLOW) + ALIVE)
            await waiting_statements(1)
        await waiting_statements(0)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (head(OPERATOR, 2).replace(b"/json", b"/json; a=" + b"b" * 200) + b"{}", 415),
        (head(OPERATOR, 0).replace(b"POST /graphql", b"GET /graphql?query={viewer{role}}" + b"&a" * 100), 400),
        (head(OPERATOR, 0).replace(b"POST /graphql", b"GET /graphql?query={viewer{role}}" + b"&a" * 99), 200),
    ],
)
async def test_what_takes_long_to_read_in_a_head_is_not_read(api: Api, asked: bytes, status: int) -> None:
    async with connected(api) as raw:
        raw.say(asked)
        assert (await raw.hear())[0] == status


def test_a_piece_holds_no_more_frames_than_a_socket_may_send_at_once() -> None:
    assert PIECE_BYTES // len(frame(0x89)) < server.FRAMES_AT_ONCE
