"""Connections that answer over HTTP: when a client has taken an answer, and how long it may take to."""

import asyncio
from collections.abc import Callable
from typing import cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.http.cycles import Cycle
from api.http.sending import READ, Unread

READ_SECONDS = 30.0  # in which READ_BYTES of an answer that does not fit into the system's buffers have to be read
READ_BYTES = 64 * 2**10  # or all that is left
UNREAD_BYTES = 4 * 2**10  # that one connection may hold back besides what is counted; above it, all of that has to go


class AnsweringProtocol(HttpToolsProtocol):
    """Uvicorn's, which tells when answers are read: it waits for that for ever itself."""

    unread: Unread
    _left = 0  # bytes of answers when it was last looked
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.unread = Unread()
        transport.set_write_buffer_limits(UNREAD_BYTES, 0)  # also for what becomes a websocket
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_reading()
        super().connection_lost(exc)
        self.unread.end()

    def on_headers_complete(self) -> None:
        cast("Scope", self.scope)[READ] = self.when_read
        super().on_headers_complete()
        if self.cycle is not None:
            self.cycle.__class__ = Cycle  # uvicorn makes it and has no setting for its class; nothing has used it yet

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        self._stop_reading()
        super().resume_writing()
        self.unread.end()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch_rest()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._watch_rest()

    def when_read(self, then: Callable[[], None]) -> None:
        """Does it once the client has taken all that was written so far, or is gone; at once if it has or is."""
        if self.flow.write_paused:
            self.unread.add(then)
        else:
            then()

    def give_up(self) -> None:
        """Closes the connection at once."""
        self.transport.abort()

    def _watch_rest(self) -> None:
        """Has a connection that is closing end soon, however little is left to be read."""
        if self._reading is None and self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._watch_reading()

    def _watch_reading(self) -> None:
        self._stop_reading()
        self._left = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(READ_SECONDS, self._look_at_reading)

    def _look_at_reading(self) -> None:
        if self._left - self.transport.get_write_buffer_size() < READ_BYTES:
            self.give_up()
        else:
            self._watch_reading()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
