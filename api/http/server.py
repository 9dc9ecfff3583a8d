"""Serving the application with uvicorn."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Scope
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import State

from api.execution.limits.buckets import Bucket
from api.http.connections import HttpProtocol
from api.http.pieces import PIECE_BYTES, Pieces, reading_of
from api.http.sending import READ, Unread
from api.http.websocket import ABORT, AT_ONCE, PONGED, TRY_AGAIN_LATER
from api.live.pings import PING_SECONDS

MAX_FRAME_BYTES = 64 * 2**10  # documents and variables; facts are loaded over HTTP, which has a limit of its own
# Uvicorn closes with 1011 what has not answered for so many pings. Clients never come back after that code, so it must
# come later than `api.live.sockets` gives up.
PINGS_TO_ANSWER = 4
SHUTDOWN_SECONDS = 10
MANY_FRAMES = 8  # in a piece of what came, after which it is the turn of others
FRAMES_A_SECOND = 100  # on one socket: five of each message that it may send
FRAMES_AT_ONCE = 500

# Of each handshake uvicorn tells the whole URL, at INFO: a token may be in it, where somebody mistook how to send one.
handshakes = logging.getLogger("uvicorn.error.handshakes")
handshakes.setLevel(logging.WARNING)


def text_frame(text: bytes) -> bytes:
    """A message of the WebSocket protocol from a server, in UTF-8 and uncompressed (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:  # noqa: PLR2004 - the two greatest numbers say that the length follows, in 2 or in 8 bytes
        return b"\x81%c%b" % (size, text)
    if size < 2**16:
        return b"\x81\x7e%b%b" % (size.to_bytes(2), text)
    return b"\x81\x7f%b%b" % (size.to_bytes(8), text)


class SocketProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's, which also notes when a client last answered a ping of the WebSocket protocol, as libraries do.

    It writes no pongs for a client that does not read: RFC 6455, 5.5.3 wants the last ping answered, and no other.
    In the scope it opens what ASGI has no message for: READ, as HTTP has it too; PONGED, which tells when the client
    last answered a ping; ABORT, which cuts off one that reads nothing more: closing waits until all is sent; and
    AT_ONCE, which sends a text."""

    ponged_at = float("-inf")  # on the monotonic clock
    _is_held = False  # whether it waits for its turn to read on
    _pong: Sequence[bytes] = ()  # the answer to the last ping, which waits until the client reads

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*given, **named)
        self.logger = self.conn.logger = handshakes
        self.unread = Unread()
        self._pieces = Pieces()
        self._frames = Bucket(FRAMES_A_SECOND, FRAMES_AT_ONCE, time.monotonic())

    def data_received(self, data: bytes) -> None:
        """Reads what came, with others in between when there are many frames in it."""
        self._pieces.add(data)
        if self._is_held:  # and reading was resumed, as it is once the socket is told to close
            self.transport.pause_reading()
        else:
            self._take_pieces()

    def _take_pieces(self) -> None:
        while self._pieces and not (self.read_paused or self._is_held):
            if self.transport.is_closing():
                self._pieces.clear()
            else:
                self._take(self._pieces.take(PIECE_BYTES))

    def _take(self, piece: bytes) -> None:
        self.conn.receive_data(piece)
        if self.conn.parser_exc is not None:
            self.handle_parser_exception()
            return
        frames = len(self.conn.events)
        if not self._frames.take(frames, time.monotonic()):
            self.conn.fail(TRY_AGAIN_LATER, "too many frames; send fewer at a time")
            self.handle_parser_exception()
            return
        self.handle_events()
        if frames > MANY_FRAMES:
            self._hold()

    def _hold(self) -> None:
        """Takes nothing more until it is its turn again."""
        if not (self._is_held or self.transport.is_closing()):
            self._is_held = True
            self.transport.pause_reading()
            reading_of(self.app_state).add(self._take_more)

    def _take_more(self) -> None:
        self._is_held = False
        self._take_pieces()
        if not (self.read_paused or self._is_held or self.transport.is_closing()):
            self.transport.resume_reading()

    async def receive(self) -> ASGIReceiveEvent:
        """The next message. What came with the one before it is read only now, and nothing more before all of it is."""
        message = await self.queue.get()
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            if self._pieces:
                self._hold()
            elif not self._is_held:
                self.transport.resume_reading()
        return message

    async def send(self, message: ASGISendEvent) -> None:
        """Sends a message. After one that closes the socket the client's own is awaited, which may be there."""
        await super().send(message)
        if self.close_sent and self._pieces:
            self._hold()

    async def run_asgi(self) -> None:
        """Has the application run."""
        opened: Scope = cast("Scope", self.scope)
        opened[ABORT] = self.transport.abort
        opened[PONGED] = lambda: self.ponged_at
        opened[READ] = self.when_read
        opened[AT_ONCE] = self.send_at_once
        await super().run_asgi()

    def send_at_once(self, text: str) -> bool:
        """Sends a text without a wait, and says whether it did: if the socket is open, and its client reads.

        As uvicorn would, which asks at each of several layers what is known here."""
        if not self.writable.is_set() or self.disconnected or self.close_sent or self.conn.state is not State.OPEN:
            return False
        self.transport.write(text_frame(text.encode()))
        return True

    def handle_ping(self) -> None:
        """Answers a ping, later if the client does not read."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self._pong = self.conn.data_to_send()[-1:] or self._pong

    def resume_writing(self) -> None:
        """Goes on, as the client has taken all that was written."""
        super().resume_writing()
        self.unread.end()
        if self._pong:
            self.transport.write(b"".join(self._pong))
            self._pong = ()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends all that waited for the client."""
        super().connection_lost(exc)
        self.unread.end()

    def when_read(self, then: Callable[[], None]) -> None:
        """Does it once the client has taken all that was written so far, or is gone; at once if it has or is."""
        if self.writable.is_set():
            then()
        else:
            self.unread.add(then)

    def handle_pong(self, event: Frame) -> None:
        """Notes when a pong came."""
        self.ponged_at = time.monotonic()
        super().handle_pong(event)


def server_config(
    app: ASGIApp,
    host: str,
    port: int,
    *,
    ping_seconds: float = PING_SECONDS,
    **options: Any,  # noqa: ANN401 - uvicorn's own
) -> uvicorn.Config:
    """Uvicorn's configuration for the API.

    `ping_seconds` is the same as the application's; `options` are further ones of uvicorn, such as `log_config`."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="on",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,  # costs memory per socket, and most of the messages a second
        ws_ping_interval=ping_seconds,
        ws_ping_timeout=ping_seconds * PINGS_TO_ANSWER,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        server_header=False,
        proxy_headers=False,  # nothing here goes by the address or the scheme that a client came by
        **options,
    )
