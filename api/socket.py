"""graphql-transport-ws, strictly: bad messages close the socket with the protocol's codes, bad documents do not."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.schema.schema import StreamResult
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage, Message
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from api.context import Context
from api.errors import ApiError, conceal

FORBIDDEN = 4403
TRY_AGAIN_LATER = 1013
LONGEST_REASON = 123  # bytes; a control frame has no room for more


class Gatekeeper(Protocol):
    """What a handler needs of its view."""

    async def admit(self, authorization: str | None) -> Context: ...

    def now(self) -> datetime: ...


class SocketAdapter(ASGIWebSocketAdapter):
    """Survives clients that are gone, and close reasons of any length."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        try:
            await super().send_json(message)
        except RuntimeError as error:  # Starlette's word for a socket that was closed in the meantime
            raise WebSocketDisconnected from error

    async def close(self, code: int, reason: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await super().close(code, reason.encode(errors="replace")[:LONGEST_REASON].decode(errors="ignore"))


class SocketHandler(BaseGraphQLTransportWSHandler[Context | None, None]):
    """One connection. It has a context once `connection_init` has brought a token, and lasts no longer than that."""

    _expiry: asyncio.Task[None] | None = None

    async def handle_message(self, message: Message) -> None:
        """Closes with 4400 what the protocol does not allow, before anything is done with it."""
        if not is_well_formed(message):
            await self.handle_invalid_message("Malformed message")
            return
        await super().handle_message(message)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Takes the token of the payload; without a good one the socket is closed with 4403."""
        payload = message.get("payload") or {}
        if not self.connection_init_received:
            try:
                self.context = await self._gatekeeper.admit(_authorization(payload))
            except ApiError as error:
                await self.websocket.close(FORBIDDEN, f"Forbidden: {error}")
                return
            except Exception as error:  # noqa: BLE001 - `conceal` logs it
                explanation, _ = conceal(error, "connection_init")
                await self.websocket.close(TRY_AGAIN_LATER, explanation)
                return
        await super().handle_connection_init({"type": "connection_init", "payload": payload})
        if self.connection_acknowledged and self._expiry is None:
            self._expiry = asyncio.create_task(self._close_at_expiry())

    async def handle_task_exception(self, error: Exception) -> None:
        """Logs it, unless it only says that the client is gone."""
        if not isinstance(error, WebSocketDisconnected):
            conceal(error, "websocket")

    async def shutdown(self) -> None:
        """Ends everything that the connection started."""
        if self._expiry is not None:
            self._expiry.cancel()
        await super().shutdown()

    @property
    def _gatekeeper(self) -> Gatekeeper:
        return cast("Gatekeeper", self.view)

    async def _close_at_expiry(self) -> None:
        assert self.context is not None
        await asyncio.sleep((self.context.principal.expires_at - self._gatekeeper.now()).total_seconds())
        await self.websocket.close(FORBIDDEN, "Forbidden: the token has expired")

    async def _send_result_stream(
        self, operation: Operation[Context | None, None], result_source: StreamResult
    ) -> None:
        # An operation that fails as a whole, also later on, ends with `error`: as `next` and `complete`, clients would
        # take it for a stream that has come to its end. A bad document is one operation's failure, not the socket's.
        async for result in result_source:
            assert isinstance(result, ExecutionResult)  # nothing is delivered in increments
            if result.errors and (isinstance(result, PreExecutionError) or _is_whole_failure(result)):
                await operation.send_initial_errors(result.errors)
                return
            await operation.send_next(result)


def _is_whole_failure(result: ExecutionResult) -> bool:
    return result.data is None and all(error.path is None for error in result.errors or ())


def is_well_formed(message: object) -> bool:
    """Whether a message has the types that the protocol gives its parts; missing parts are found later."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    payload = message.get("payload")
    if message["type"] in ("subscribe", "complete") and not isinstance(message.get("id"), str):
        return False
    if message["type"] != "subscribe":
        return payload is None or isinstance(payload, dict)
    return isinstance(payload, dict) and isinstance(payload.get("query"), str) and _has_types(payload)


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
