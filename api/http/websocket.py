"""graphql-transport-ws, strictly: bad messages close the socket with the protocol's codes, bad documents do not."""

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any, Protocol, cast

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter

from api.auth.context import Context
from api.execution.errors import ApiError, TooMuch, conceal
from api.execution.framework import (
    BaseGraphQLTransportWSHandler,
    ConnectionInitMessage,
    Message,
    SocketOperation,
    SubscribeMessage,
    WebSocketDisconnected,
)
from api.execution.request import GraphQLRequest
from api.execution.served_schema import OperationFailed
from api.http.sending import when_read
from api.http.trusted import TrustedDocuments
from api.live.holdings import TooSlow
from api.live.sockets import Connection, Crowded, Sockets

FORBIDDEN = 4403
SLOW = 4499
TRY_AGAIN_LATER = 1013
CLOSE_SECONDS = 5.0  # for who is told to go
ABORT = "tierline.abort"  # in the scope: drops the connection
AT_ONCE = "tierline.at_once"  # likewise: sends a text if nothing has to be waited for, and says whether it did
PONGED = "tierline.ponged"  # likewise: when the client last answered a ping of the WebSocket protocol
LONGEST_REASON = 123  # bytes; a control frame has no room for more


class SocketHost(Protocol):
    """What a handler needs of its view."""

    async def authenticate(self, authorization: str | None) -> Context: ...

    def now(self) -> datetime: ...

    @property
    def sockets(self) -> Sockets: ...

    @property
    def documents(self) -> TrustedDocuments: ...

    def payloads(self, sent: GraphQLRequest, context: Context) -> AsyncGenerator[tuple[int | None, str], None]: ...


class SocketAdapter(ASGIWebSocketAdapter):
    """Survives clients that are gone, and close reasons of any length."""

    def send_at_once(self, frame: str) -> bool:
        """Sends a frame that is ready, if nothing has to be waited for; whether it did."""
        send: Callable[[str], bool] | None = self.ws.scope.get(AT_ONCE)
        return send is not None and self.ws.application_state is WebSocketState.CONNECTED and send(frame)

    async def send_text(self, frame: str) -> None:
        """Sends a frame that is ready. Raises WebSocketDisconnected when the client is gone."""
        try:
            await self.ws.send({"type": "websocket.send", "text": frame})
        except (RuntimeError, WebSocketDisconnect) as error:  # Starlette's words for a socket that was closed meanwhile
            raise WebSocketDisconnected from error

    def when_read(self, then: Callable[[], None]) -> None:
        """Does it once the client has taken all that was sent so far, or is gone."""
        when_read(self.ws.scope, then)

    def abort(self) -> None:
        """Drops the connection."""
        if abort := self.ws.scope.get(ABORT):
            abort()

    def ponged_at(self) -> float:
        """When the client last answered a ping of the WebSocket protocol, by the monotonic clock; -inf for never."""
        ponged: Callable[[], float] | None = self.ws.scope.get(PONGED)
        return -math.inf if ponged is None else ponged()

    async def close(self, code: int, reason: str) -> None:
        cast("SocketHost", self.view).sockets.metrics.closes.labels(str(code)).inc()
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await super().close(code, reason.encode(errors="replace")[:LONGEST_REASON].decode(errors="ignore"))


class SocketHandler(BaseGraphQLTransportWSHandler[Context | None, None]):
    """One connection. It has a context once `connection_init` has brought a token, and lasts no longer than that."""

    websocket: SocketAdapter
    _expiry: asyncio.TimerHandle | None = None
    _connection: Connection | None = None
    _serving: asyncio.Task[None] | None = None

    async def handle(self) -> None:
        """Takes messages until the client is gone, or is told to go."""
        try:
            with self._host.sockets.enter(self) as self._connection:
                self._serving = asyncio.current_task()
                await super().handle()
        except asyncio.CancelledError:
            if self._connection is None or not self._connection.given_up:
                raise

    async def handle_message(self, message: Message) -> None:
        """Closes with 4400 what the protocol does not allow, before anything is done with it."""
        assert self._connection is not None
        if not is_well_formed(message):
            await self.handle_invalid_message("Malformed message")
        elif not self._connection.hear():
            await self.websocket.close(TRY_AGAIN_LATER, "too many messages; send fewer at a time")
        else:
            await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Takes the token of the payload; without a good one the socket is closed with 4403."""
        payload = message.get("payload") or {}
        if not self.connection_init_received:
            try:
                self.context = await self._host.authenticate(_authorization(payload))
                assert self._connection is not None
                # Who is refused here gives no place back: else one principal could come again and again at once.
                seconds = self._host.sockets.sign_in(self.context.principal.owner)
                self._connection.belong_to(self.context.principal)
                await asyncio.sleep(seconds)
            except Crowded as error:
                await self.websocket.close(TRY_AGAIN_LATER, str(error))
                return
            except ApiError as error:
                await self.websocket.close(FORBIDDEN, f"Forbidden: {error}")
                return
            except Exception as error:  # noqa: BLE001 - `conceal` logs it
                explanation, _ = conceal(error, "connection_init")
                await self.websocket.close(TRY_AGAIN_LATER, explanation)
                return
        await super().handle_connection_init({"type": "connection_init", "payload": payload})
        if self.connection_acknowledged and self._expiry is None:
            assert self.context is not None
            left = (self.context.principal.expires_at - self._host.now()).total_seconds()
            self._expiry = asyncio.get_running_loop().call_later(left, self._expire)

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begins an operation; one too many, and one of an unknown document, ends with `error` at once."""
        if self.connection_acknowledged and message["id"] not in self.operations:  # else the socket is closed
            try:
                self._check_room()
                self._find_document(cast("dict[str, Any]", message["payload"]))
            except ApiError as error:
                refusal = GraphQLError(str(error), extensions=dict(error.extensions))
                await self.send_message({"id": message["id"], "type": "error", "payload": [refusal.formatted]})
                return
        await super().handle_subscribe(message)

    def _check_room(self) -> None:
        most = self.max_subscriptions_per_connection
        if most is not None and len(self.operations) >= most:
            raise TooMuch(f"a socket has at most {most} operations at once; complete one first")

    def _find_document(self, payload: dict[str, Any]) -> None:
        """Has the payload bring its document where it brings an id instead."""
        if not payload.get("query") and payload.get("documentId"):
            payload["query"] = self._host.documents.find(payload["documentId"])

    async def run_operation(self, operation: SocketOperation[Context | None, None]) -> None:
        """Sends what an operation gives. One that fails, also later on, ends with `error`, and the others go on."""
        sent = GraphQLRequest(operation.query, operation.variables, operation.operation_name or None)
        operation.variables = None  # it lasts as long as the subscription does, which keeps what it needs of them
        begin = f'{{"id":{orjson.dumps(operation.id).decode()},"type":"next","payload":'
        assert self.context is not None
        assert self._connection is not None
        try:
            payloads_of_it = self._host.payloads(sent, self.context)
            del sent
            frames = self._host.sockets.metrics.frames
            async with aclosing(payloads_of_it) as payloads:
                async for _, payload in payloads:
                    await self._send(f"{begin}{payload}}}")
                    frames.inc()
            await operation.send_operation_message({"id": operation.id, "type": "complete"})
        except OperationFailed as failed:
            await operation.send_operation_message(cast("Message", failed.message(operation.id)))
        except TooSlow as error:
            self.give_up(SLOW, str(error))
        except WebSocketDisconnected:
            pass
        except Exception as error:  # noqa: BLE001 - `conceal` logs what was not foreseen, and the client is told
            explanation, extensions = conceal(error, "websocket")
            await operation.send_initial_errors([GraphQLError(explanation, extensions=extensions)])

    async def send_message(self, message: Message) -> None:
        """Sends one that is no event; a client that does not read any is given up."""
        try:
            await self._send(orjson.dumps(message).decode())
        except TooSlow as error:
            self.give_up(SLOW, str(error))

    async def _send(self, frame: str) -> None:
        """Sends a frame, which counts until the client has taken it. Raises TooSlow when too much waits already."""
        assert self._connection is not None
        ended = self._connection.begin_sending(frame)
        try:
            if not self.websocket.send_at_once(frame):
                await self.websocket.send_text(frame)
        finally:
            self.websocket.when_read(ended)

    async def handle_task_exception(self, error: Exception) -> None:
        """Logs it, unless it only says that the client is gone."""
        if not isinstance(error, WebSocketDisconnected):
            conceal(error, "websocket")

    def ponged_at(self) -> float:
        """When the client last answered a ping of the WebSocket protocol."""
        return self.websocket.ponged_at()

    async def ping(self) -> None:
        """Asks the client whether it is still there."""
        with contextlib.suppress(WebSocketDisconnected):
            await self.send_message({"type": "ping"})

    def give_up(self, code: int, reason: str) -> None:
        """Closes the socket of a client that may not be able to hear it: it is told, but not waited for."""
        assert self._connection is not None
        if not self._connection.given_up:
            self._connection.given_up = True
            self._connection.keep(asyncio.create_task(self._close_without_waiting(code, reason)))

    async def shutdown(self) -> None:
        """Ends everything that the connection started."""
        if self._expiry is not None:
            self._expiry.cancel()
        await super().shutdown()

    @property
    def _host(self) -> SocketHost:
        return cast("SocketHost", self.view)

    def _expire(self) -> None:
        assert self._connection is not None
        self._connection.keep(asyncio.create_task(self.websocket.close(FORBIDDEN, "Forbidden: the token has expired")))

    async def _close_without_waiting(self, code: int, reason: str) -> None:
        for operation in list(self.operations):
            await self.cleanup_operation(operation)
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.websocket.close(code, reason)
        except TimeoutError:  # it reads nothing, so it cannot be told
            self.websocket.abort()
            assert self._serving is not None
            self._serving.cancel()


def is_well_formed(message: object) -> bool:
    """Whether a message has the types that the protocol gives its parts; missing parts are found later."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    payload = message.get("payload")
    if message["type"] in ("subscribe", "complete") and not isinstance(message.get("id"), str):
        return False
    if message["type"] != "subscribe":
        return payload is None or isinstance(payload, dict)
    return isinstance(payload, dict) and _has_document(payload) and _has_types(payload)


def _has_document(payload: Mapping[str, Any]) -> bool:
    """Whether it has a query, or an id of one."""
    query, name = payload.get("query"), payload.get("documentId")
    return isinstance(name, str | None) and (isinstance(query, str) or (query is None and bool(name)))


def _has_types(payload: Mapping[str, Any]) -> bool:
    return isinstance(payload.get("operationName"), str | None) and all(
        isinstance(payload.get(part), dict | None) for part in ("variables", "extensions")
    )


def _authorization(payload: Mapping[str, object]) -> str | None:
    """The token's text as a header has it. Names of headers have no case, and GraphiQL sends what its user typed.

    Where nothing but a bearer token can be meant, the token may also come without its scheme."""
    for name, value in payload.items():
        if name.lower() == "authorization" and isinstance(value, str):
            return value if len(value.split()) != 1 else f"Bearer {value}"
    return None
