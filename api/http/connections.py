"""Connections that ask over HTTP: how much of a request's head is taken, and how long anything may take to come.

Nothing of this needs a token, so it is judged before there is one, and without a proxy in front."""

import asyncio
import json
import select
from enum import Enum, auto
from functools import cached_property
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import ClassVar, NoReturn, cast

from starlette.types import Scope
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.execution.errors import BAD_USER_INPUT, NOT_READY
from api.http.answering import AnsweringProtocol
from api.http.pieces import PIECE_BYTES, Pieces, reading_of
from api.http.sending import AGAIN, STREAMS
from api.live.handshakes import HANDSHAKES, Handshakes

MAX_HEAD_BYTES = 64 * 2**10  # request line and headers together, trailers included
MAX_HEADERS = 100
HEAD_SECONDS = 10.0  # from the connection, or the first byte of a further request, to the end of the headers
BODY_SECONDS = 30.0  # from there to the end of the body
TURN_SECONDS = 30.0  # likewise to the opening of a websocket
MOST_WAITING = 1_000  # connections whose head is not complete; for one more, the longest waiting is closed
UNWANTED_BYTES = 256 * 2**10  # of a body that come after its answer, and are read without a pause
UNWANTED_A_SECOND = 16 * 2**20  # such bytes, on all connections together
LINGER_SECONDS = 1.0  # in which a refusal can be read, and whoever sends too much can send no more
LOOK_SECONDS = 0.5  # between looks whether a client is gone from which nothing is read
MANY_LINES = 128  # more than one head has: what has so many may have as many chunks, and is read in pieces
MANY_CHUNKS = 8  # in what was read at once, after which it is the turn of others
MOST_CHUNKS = 20_000  # of a body: the longest one in chunks of 200 bytes
CHUNK_BYTES = 512  # that a chunk counts besides its own, of a body that comes after its answer
NETWORK_BYTES = 8  # of an address of IPv6, of which one client has all the others
MOST_PIPELINED = 8  # requests that wait on one connection; hardly any client sends the next one before the answer


class Excess(Exception):
    """A head that is more than is taken, or comes before it is its turn."""


class Stage(Enum):
    """What of a request is to come next."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()
    TURN = auto()  # nothing, until a websocket is opened
    STREAM = auto()  # nothing, as long as events are sent
    GONE = auto()  # nothing more is taken, here at least


class Flow(FlowControl):
    """Uvicorn's, which can be held besides: nothing more comes then, whoever would go on reading.

    While nothing is read, nothing tells that the client is gone, so it is looked for."""

    is_held = False
    _looking: asyncio.TimerHandle | None = None

    def hold(self) -> None:
        """Reads nothing more, until it is released."""
        self.is_held = True
        self._transport.pause_reading()
        self._look_later()

    def release(self) -> None:
        """Reads on, unless reading is paused."""
        self.is_held = False
        if not self.read_paused:
            self._transport.resume_reading()

    def pause_reading(self) -> None:
        """Reads nothing more, until it is resumed."""
        if self.is_held:
            self.read_paused = True
        else:
            super().pause_reading()
            self._look_later()

    def resume_reading(self) -> None:
        """Reads on, unless it is held."""
        if self.is_held:
            self.read_paused = False
        else:
            super().resume_reading()

    def _look_later(self) -> None:
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        self._looking = None
        if self._transport.is_closing() or not (self.is_held or self.read_paused):
            return
        if is_gone(self._transport):
            self._transport.abort()
        else:
            self._look_later()


def is_gone(transport: asyncio.Transport) -> bool:
    """Whether the other end will send nothing more than what is there, which may not be read yet."""
    look = select.poll()
    look.register(transport.get_extra_info("socket").fileno(), getattr(select, "POLLRDHUP", select.POLLHUP))
    return bool(look.poll(0))


class HttpProtocol(AnsweringProtocol):
    """Uvicorn's, with bounds: it takes heads of any size itself, and waits for them and for bodies for ever."""

    waiting: ClassVar[dict["HttpProtocol", None]] = {}  # in the order in which they began to
    unwanted_until: ClassVar[float] = 0.0  # on the loop's clock: when the last of those reads on that were put off

    _stage = Stage.NOTHING
    _unfinished = 0  # bytes that came since the last ones of a body, or since the head began
    _packet = 0  # bytes that came last
    _came = 0  # bytes of a request at most
    _is_excessive = False
    _parsing = False
    _allowed: float | None = None  # seconds for what is still to come once all is parsed that is there
    _unwanted = 0  # bytes of a body that came after its answer, since the last pause
    _chunks = 0  # of all bodies
    _most_chunks = 0  # that there may be with those of this body
    _answering: RequestResponseCycle | None = None
    flow: Flow
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.flow = Flow(transport)
        self._pieces = Pieces()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._enter(Stage.NOTHING)
        super().connection_lost(exc)
        self._tell_gone()

    def data_received(self, data: bytes) -> None:
        if self._pieces or (len(data) > PIECE_BYTES and data.count(b"\r\n") > MANY_LINES):
            self._pieces.add(data)
            if not self.flow.is_held:
                self._take_pieces()
        else:
            self._take_piece(data)

    def _take_pieces(self) -> None:
        while self._pieces and not self.flow.is_held:
            self._take_piece(self._pieces.take(PIECE_BYTES))

    def _take_piece(self, piece: bytes) -> None:
        before = self._chunks
        self._take(piece)
        if self._chunks - before > MANY_CHUNKS and not self.transport.is_closing():
            self.flow.hold()
            reading_of(self.app_state).add(self._take_more)

    def _take_more(self) -> None:
        """Reads on when it is its turn."""
        if self.transport.is_closing():
            self._pieces.clear()
        else:
            self.flow.release()
            self._take_pieces()

    def _take(self, data: bytes) -> None:
        if self.transport.is_closing() or self._stage is Stage.GONE:
            return
        if self._stage is Stage.STREAM:
            self._end_stream()
            return
        if self._stage is Stage.TURN:  # before the answer there is nothing that a client could say
            self.give_up()
            return
        self._parsing = True
        self._packet = size = len(data)
        if self._stage is Stage.NOTHING:
            self._await_head()
        else:
            self._came += size
        self._unfinished += size
        super().data_received(data)
        self._parsing = False
        self._judge()
        if self._allowed is not None:
            self._begin_waiting(self._allowed)

    def _judge(self) -> None:
        """Looks at what there is after some more has come."""
        if self._stage is Stage.NOTHING:
            self._await_next()
        elif self._unwanted > UNWANTED_BYTES:
            self._take_turns()
        elif self._stage in (Stage.HEAD, Stage.BODY) and self._unfinished > MAX_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        if self._stage is not Stage.HEAD:  # it came in one packet with the request before it
            self._await_head()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if self._came > MAX_HEAD_BYTES and len(self.url) + len(url) > MAX_HEAD_BYTES:
            self._exceed()
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        # Hardly any request is so long that its head has to be measured.
        if len(self.headers) >= MAX_HEADERS or (self._came > MAX_HEAD_BYTES and self._is_too_long(name, value)):
            self._exceed()
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if len(self.pipeline) >= MOST_PIPELINED:
            raise Excess
        self._enter(Stage.BODY, BODY_SECONDS)
        self._most_chunks = self._chunks + MOST_CHUNKS
        if self.cycle is not None:
            cast("Scope", self.scope)[AGAIN] = True
        cast("Scope", self.scope)[STREAMS] = self.expect_nothing
        super().on_headers_complete()

    def expect_nothing(self) -> None:
        """Says that the answer has no end: what a client sends meanwhile would only hide that it is gone."""
        if self.pipeline or self._stage is not Stage.NOTHING:
            self._end_stream()
        else:
            self._enter(Stage.STREAM)

    def _end_stream(self) -> None:
        self._tell_gone()
        self._linger()

    def on_response_complete(self) -> None:
        if self._stage is Stage.STREAM:
            self._enter(Stage.NOTHING)
        super().on_response_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        # Uvicorn only tells the request that came last that its client is gone.
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def on_chunk_header(self) -> None:
        """Counts a chunk: one takes as long to read as hundreds of bytes."""
        self._chunks += 1
        if self._chunks > self._most_chunks:
            self._exceed()
        if self.cycle.response_complete:
            self._unwanted += CHUNK_BYTES

    def on_body(self, body: bytes) -> None:
        self._unfinished = 0
        if self.cycle.response_complete:
            self._unwanted += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._enter(Stage.NOTHING)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        if self.flow.write_paused:  # nobody would look any more whether the answers before are read
            self.give_up()
        elif HANDSHAKES in self.app_state:
            self._enter(Stage.TURN, TURN_SECONDS)
            self._handshakes.add(self)
        else:
            self.open()

    @cached_property
    def address(self) -> bytes:
        """Where the client is: of IPv6 the network, of which one client has all addresses. Empty where nobody knows."""
        address = ip_address(self.client[0]) if self.client else None
        if isinstance(address, IPv6Address):
            mapped = address.ipv4_mapped
            return address.packed[:NETWORK_BYTES] if mapped is None else mapped.packed
        return b"" if address is None else address.packed

    def open(self) -> None:
        """Makes a websocket of the connection, if its client is still there."""
        if not self.transport.is_closing():
            self._enter(Stage.GONE)
            super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's, of all that its parser refuses)
        too_large = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        self._refuse(too_large if self._is_excessive else HTTPStatus.BAD_REQUEST)

    def _tell_gone(self) -> None:
        """Tells the request that is being answered that its client is gone."""
        if self._answering is not None and not self._answering.response_complete:
            self._answering.disconnected = True
            self._answering.message_event.set()

    def _is_too_long(self, name: bytes, value: bytes) -> bool:
        """Whether request line and headers, with this one, come to more than is taken."""
        fields = [*self.headers, (name, value)]
        return len(self.url) + sum(len(one) + len(its) for one, its in fields) > MAX_HEAD_BYTES

    def _exceed(self) -> NoReturn:
        self._is_excessive = True
        raise Excess

    def _await_head(self) -> None:
        self._unfinished = self._unwanted = 0
        self._came = self._packet
        self._enter(Stage.HEAD, HEAD_SECONDS)

    def _begin_waiting(self, seconds: float) -> None:
        """For what did not come with the rest: most requests come whole, and need no timer."""
        self._allowed = None
        self._deadline = self.loop.call_later(seconds, self._run_out)
        if self._stage is Stage.HEAD:
            self._wait()

    def _wait(self) -> None:
        self.waiting[self] = None
        if len(self.waiting) > MOST_WAITING:
            next(iter(self.waiting)).give_up()

    def _await_next(self) -> None:
        """Has the connection closed if no further request comes: uvicorn forgets to where a body follows its answer."""
        if self.timeout_keep_alive_task is None and (cycle := self._newest()) is not None and cycle.response_complete:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _enter(self, stage: Stage, seconds: float | None = None) -> None:
        if self._stage is Stage.TURN:
            self._handshakes.remove(self)
        self._stage = stage
        self._allowed = seconds
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if seconds is not None and not self._parsing:
            self._begin_waiting(seconds)

    def _run_out(self) -> None:
        """Ends a request that did not come in time; a connection on which there is none is just closed."""
        if self._stage is Stage.GONE or (self._stage is Stage.HEAD and not self._unfinished):
            self.give_up()
        elif self._stage is Stage.TURN:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def give_up(self) -> None:
        """Closes the connection at once."""
        self._enter(Stage.NOTHING)
        super().give_up()

    def _refuse(self, status: HTTPStatus) -> None:
        """Answers instead of the application, unless that has begun to, and closes the connection."""
        if (cycle := self._newest()) is not None and not cycle.response_complete:
            if cycle.response_started:
                self.give_up()
                return
            cycle.disconnected = True
            cycle.message_event.set()
        code = NOT_READY if status is HTTPStatus.SERVICE_UNAVAILABLE else BAD_USER_INPUT
        error = {"message": REASONS[status], "extensions": {"code": code}}
        body = json.dumps({"errors": [error]}).encode()
        head = b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
        self.transport.write(STATUS_LINE[status] + head + body)
        self._linger()

    def _linger(self) -> None:
        """Takes nothing more, and closes the connection in a while.

        At once would cut off an answer that is under way, and let whoever does not read it come again at once."""
        self._enter(Stage.GONE, LINGER_SECONDS)
        self.flow.pause_reading()
        self._wait()

    def _take_turns(self) -> None:
        """Reads on when those are through who were to read on before."""
        turn = max(HttpProtocol.unwanted_until, self.loop.time()) + self._unwanted / UNWANTED_A_SECOND
        HttpProtocol.unwanted_until = turn
        self._unwanted = 0
        self.flow.pause_reading()
        self.loop.call_at(turn, self._read_on)

    def _read_on(self) -> None:
        if self._stage is not Stage.GONE and not self.transport.is_closing():
            self.flow.resume_reading()

    @property
    def _handshakes(self) -> Handshakes:
        """The application's: one without websockets has none."""
        found: Handshakes = self.app_state[HANDSHAKES]
        return found

    def _newest(self) -> RequestResponseCycle | None:
        """The request whose head came last; none before the first one, and on what is a websocket now."""
        return self.cycle


REASONS = {
    HTTPStatus.SERVICE_UNAVAILABLE: "too many websockets are being opened; try again later, or another server",
    HTTPStatus.BAD_REQUEST: "this is no HTTP/1.1 request that can be read",
    HTTPStatus.REQUEST_TIMEOUT: f"the request did not come in time: send its head within {HEAD_SECONDS:.0f} seconds and"
    f" its body within {BODY_SECONDS:.0f} more",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: f"the request line and its headers have at most"
    f" {MAX_HEAD_BYTES // 2**10} KiB together, and there are at most {MAX_HEADERS} headers, and {MOST_CHUNKS:,} chunks"
    " of a body",
}
