"""Answers come as uvicorn writes them, byte for byte, and what it refuses to write is refused."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.http.connections import HttpProtocol

Headers = Sequence[tuple[bytes, bytes]]
LENGTH = (b"content-length", b"2")
REQUESTS = {
    "one that is kept open": b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    "one that is closed": b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    "of an old version": b"GET / HTTP/1.0\r\n\r\n",
    "for headers alone": b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n",
}
ANSWERS: Mapping[str, Headers] = {
    "with a length": [LENGTH, (b"content-type", b"text/plain")],
    "with capitals": [(b"Content-Length", b"2"), (b"Content-Type", b"text/plain")],
    "without a length": [(b"content-type", b"text/plain")],
    "in chunks": [(b"transfer-encoding", b"chunked")],
    "that ends the connection": [LENGTH, (b"connection", b"close")],
    "with a header twice": [LENGTH, (b"vary", b"origin"), (b"vary", b"accept")],
    "with no value": [LENGTH, (b"x-empty", b"")],
}


class Sent(asyncio.Transport):
    """What a server writes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.text += bytes(data)

    def get_write_buffer_size(self) -> int:
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close


async def answer(
    kind: type[HttpToolsProtocol], request: bytes, headers: Headers, times: int = 1
) -> tuple[bytes, bool, list[str]]:
    """What such a protocol writes, whether it closes the connection, and what it says of it to the application."""
    refusals: list[str] = []

    async def app(_: Scope, __: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"ok"})
        except RuntimeError as error:
            refusals.append(str(error))
            raise

    config = uvicorn.Config(app, http=kind, access_log=False, log_config=None)
    config.load()
    state = ServerState()
    protocol: Any = kind(config=config, server_state=state, app_state={})
    sent = Sent()
    protocol.connection_made(sent)
    for _ in range(times):
        protocol.data_received(request)
        await asyncio.gather(*state.tasks)
    closed = sent.closed
    protocol.connection_lost(None)
    if protocol.timeout_keep_alive_task is not None:
        protocol.timeout_keep_alive_task.cancel()
    return sent.text, closed, refusals


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
@pytest.mark.parametrize("headers", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_is_written_as_uvicorn_writes_it(request_: bytes, headers: Headers) -> None:
    ours, theirs = [await answer(kind, request_, headers) for kind in (HttpProtocol, HttpToolsProtocol)]
    assert ours == theirs
    assert ours[0].startswith(b"HTTP/1.1 200 OK\r\n")


async def test_every_answer_of_a_connection_is_written_alike() -> None:
    text, closed, _ = await answer(HttpProtocol, REQUESTS["one that is kept open"], ANSWERS["with a length"], times=3)
    assert (text.count(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"), closed) == (3, False)


@pytest.mark.parametrize(
    "bad", [(b"x-a\r\nset-cookie", b"b"), (b"x-a", b"b\r\nset-cookie: c"), (b"x a", b"b"), (b"x-a", b"b\0")]
)
async def test_what_is_no_header_is_never_written(bad: tuple[bytes, bytes]) -> None:
    for _ in range(2):  # it is not remembered as one either
        ours, theirs = [
            await answer(kind, REQUESTS["one that is kept open"], [LENGTH, bad])
            for kind in (HttpProtocol, HttpToolsProtocol)
        ]
        assert ours[2] == theirs[2] != []
        assert b"200" not in ours[0]
