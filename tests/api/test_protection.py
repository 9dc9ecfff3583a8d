"""What a process does for its own sake, and for all others on it, when one of its clients does it no good."""

import asyncio
import gc
import socket as sockets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from api.live.watchers import BUFFER
from tests.api.front import OPERATOR, PATIENCE, PROTOCOL, Api, Socket
from tests.api.rows import add_decision, add_events, add_partner
from tests.api.test_socket_lifetime import view_of, watching
from tests.api.watching import CURSORS, JUNE
from tests.cursors import decode_cursor, encode_cursor

OFTEN = " ".join(f"a{number}: partner {{ id externalId name joinedOn country }}" for number in range(20))
MUCH = f"subscription ($after: String) {{ tierChanges(after: $after) {{ cursor decision {{ {OFTEN} }} }} }}"
INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {OPERATOR}"}}


@asynccontextmanager
async def deaf_socket(api: Api, query: str, after: str) -> AsyncIterator[Socket]:
    """A subscription whose client reads nothing from its connection until it is told to."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", api.port))
    address = f"ws://127.0.0.1:{api.port}/graphql"
    async with connect(
        address, sock=raw, subprotocols=[Subprotocol(PROTOCOL)], compression=None, max_queue=1, ping_interval=None
    ) as connection:
        socket = Socket(connection)
        await socket.say(INIT)
        assert await socket.hear() == {"type": "connection_ack"}
        await socket.subscribe(query, {"after": after})
        await asyncio.sleep(0.2)
        connection.transport.pause_reading()
        yield socket


async def hear_cursors(socket: Socket, total: int) -> tuple[list[int], tuple[int, str] | None]:
    """The numbers of the events that come, until so many have, or the socket is closed, and how it was."""
    seen: list[int] = []
    try:
        while len(seen) < total:
            message = await socket.hear()
            if message["type"] == "ping":
                continue
            assert message["type"] == "next", message
            seen.append(decode_cursor(message["payload"]["data"]["tierChanges"]["cursor"]))
    except ConnectionClosed as closed:
        return seen, (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")
    return seen, None


def memory() -> int:
    gc.collect()
    return psutil.Process().memory_info().rss


async def test_who_reads_too_slowly_is_closed_and_resumes_while_nobody_else_notices(
    api: Api, announce: Callable[[], Any]
) -> None:
    partner = await add_partner("P-1", name="x" * 60)
    decision = await add_decision(partner, JUNE, "GOLD")
    total, part = 8_000, 400
    async with deaf_socket(api, MUCH, encode_cursor(0)) as deaf, api.socket(OPERATOR) as other:
        await other.subscribe(MUCH, {"after": encode_cursor(0)})
        before = memory()
        for first in range(1, total + 1, part):
            await add_events(partner, decision, first, part)
            await announce()
            async with asyncio.timeout(PATIENCE):
                seen, _ = await hear_cursors(other, part)
            assert seen == list(range(first, first + part))
        watchers = list(view_of(api).state.feed.watchers())
        assert all(len(watcher.buffer) <= BUFFER for watcher in watchers)
        assert memory() - before < 64 * 2**20
        deaf.connection.transport.resume_reading()
        told, closed = await hear_cursors(deaf, total)
        assert told == list(range(1, len(told) + 1)), "without a gap"
        assert len(told) < total
        assert closed == (4499, "the client takes events more slowly than they come")
        await other.ask("2")
    async with api.socket(OPERATOR) as again:
        await again.subscribe(CURSORS, {"after": encode_cursor(told[-1])})
        rest, _ = await hear_cursors(again, total - len(told))
        assert rest == list(range(len(told) + 1, total + 1))


async def test_who_never_reads_again_is_dropped(
    api: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.SEND_SECONDS", 0.5)
    monkeypatch.setattr("api.live.sockets.SWEEP_SECONDS", 0.1)
    monkeypatch.setattr("api.http.websocket.CLOSE_SECONDS", 0.2)
    partner = await add_partner("P-1", name="x" * 60)
    decision = await add_decision(partner, JUNE, "GOLD")
    await add_events(partner, decision, 1, 5_000)
    async with deaf_socket(api, MUCH, encode_cursor(0)) as deaf:
        place = deaf.connection.transport.get_extra_info("sockname")
        await settled(lambda: watching(api) == 0 and not view_of(api).state.sockets.connections)
        await settled(lambda: place not in peers(api))


def peers(api: Api) -> set[tuple[str, int]]:
    """The other ends of the server's open connections."""
    return {
        (one.raddr.ip, one.raddr.port)
        for one in psutil.Process().net_connections("tcp")
        if one.laddr.port == api.port and one.raddr
    }


async def settled(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - nothing is said when the server has cleaned up
            await asyncio.sleep(0.02)
