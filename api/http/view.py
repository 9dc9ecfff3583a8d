"""GraphQL over HTTP: who is asking, what kind of request it is, and errors as GraphQL has them."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
from time import perf_counter

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.auth.context import Context
from api.execution.errors import RateLimited, Unauthenticated
from api.execution.framework import InvalidOperationTypeError, OperationType
from api.execution.limits.budgets import REFUSED_SECONDS, Account
from api.execution.limits.one_by_one import OneByOne
from api.execution.limits.prices import REQUEST, price_of_body
from api.execution.limits.work import Work
from api.execution.request import GraphQLRequest
from api.execution.served_schema import ServedSchema, as_response
from api.http.bodies import Bodies, Body
from api.http.connected import Clients
from api.http.failures import accepted, explain
from api.http.graphiql import show_page
from api.http.negotiation import OFFERED, accepts_page, choose_media_type, media_type_header, status_of
from api.http.origins import Origins
from api.http.request import read_graphql_request
from api.http.sending import AGAIN, when_read
from api.http.sent_headers import header_of
from api.http.sse import MEDIA_TYPE, stream
from api.http.trusted import TrustedDocuments
from api.http.websocket import SocketAdapter, SocketHandler
from api.live.sockets import Crowded, Sockets
from api.state import AppState

MAX_OPERATIONS_PER_SOCKET = 20
INIT_TIMEOUT = timedelta(seconds=10)


class GraphQLView(GraphQL[Context | None, None]):
    """`/graphql`, for POST, for GET with queries, for websockets, and for browsers that want a page."""

    graphql_transport_ws_handler_class = SocketHandler
    websocket_adapter_class = SocketAdapter

    def __init__(
        self,
        schema: ServedSchema,
        state: AppState,
        origins: Origins,
        *,
        graphiql: bool,
        documents: TrustedDocuments,
    ) -> None:
        self.served = schema
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=MAX_OPERATIONS_PER_SOCKET,
        )
        self.state = state
        self.origins = origins
        self.graphiql = graphiql
        self.documents = documents
        self.bodies = Bodies()
        self.clients = Clients()
        self.refusals = OneByOne()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await super().__call__(scope, receive, send)
            return
        began = perf_counter()
        request = Request(scope, receive)
        counted: list[Work] = []  # until the client has taken the answer
        try:
            try:
                response = await self._respond(request, counted)
            except ClientDisconnect:
                return
            except Exception as error:  # noqa: BLE001 - `explain` logs it
                if isinstance(error, RateLimited | Unauthenticated):
                    await asyncio.sleep(REFUSED_SECONDS)
                await self.refusals.turn(newcomer=AGAIN not in scope)
                response = explain(request, error)
            self.state.metrics.observe_request(response.status_code, perf_counter() - began)
            await response(scope, receive, send)
        finally:
            for work in counted:
                when_read(scope, work.release)

    async def authenticate(self, authorization: str | None) -> Context:
        """The context of who sends this, over HTTP or in `connection_init`."""
        return await self.state.authenticate(authorization)

    @property
    def sockets(self) -> Sockets:
        """The open sockets, of which a handler's is one."""
        return self.state.sockets

    def payloads(
        self, sent: GraphQLRequest, context: Context, *, resume: str | None = None, price: int = REQUEST
    ) -> AsyncGenerator[tuple[int | None, str], None]:
        """Runs an operation, and gives the JSON of its results; see ServedSchema.payloads."""
        return self.served.payloads(sent, context, self.state.feed, resume=resume, price=price)

    def now(self) -> datetime:
        """The time by which tokens are judged."""
        return self.state.clock()

    async def _respond(self, request: Request, counted: list[Work]) -> Response:
        if request.method not in ("GET", "POST"):
            raise HTTPException(405, f"{request.method} is not for GraphQL; send GET or POST", {"Allow": "GET, POST"})
        if self.graphiql and request.method == "GET" and accepts_page(request.scope):
            return show_page()
        context = await self.authenticate(header_of(request.scope, b"authorization"))
        await context.work.account.begins.turn()
        accept = accepted(request)
        if wants_stream(accept):
            return await self._stream(request, context)
        if choose_media_type(accept) is None:
            raise HTTPException(406, f"answers are {' or '.join(OFFERED)}; accept one of them")
        counted.append(context.work)
        with self.bodies.taking(context.principal) as body, context.work.request() as account:
            account.charge(REQUEST)
            sent = await self._read(request, body, account)
            with self.clients.while_connected(request.receive):
                return await self._answer(sent, context, account, media_type_header(accept))

    async def _read(
        self, request: Request, body: Body, account: Account, *, also: frozenset[OperationType] = frozenset()
    ) -> GraphQLRequest:
        """What is asked for. Its body, and what its URL says, are paid for by their length, whatever becomes of it."""
        try:
            return await read_graphql_request(request, body, self.documents, also=also)
        finally:
            account.owe(price_of_body(body.size + len(request.scope["query_string"])))

    async def _answer(self, sent: GraphQLRequest, context: Context, account: Account, content_type: str) -> Response:
        """In the media type that was chosen, with the status that belongs to it."""
        try:
            result = await self.served.execute(
                sent.query,
                sent.variables,
                context,
                operation_name=sent.name,
                allowed_operation_types=sent.allowed,
            )
        except InvalidOperationTypeError as error:
            raise wrong_way(error) from error
        if result.extensions:
            self.state.metrics.costs.observe(result.extensions["cost"])
        response = as_response(result)
        body = orjson.dumps(response)
        context.work.finish(len(body))
        account.send(len(body))
        return Answer(body, status_of(response, content_type), content_type, account.headers())

    async def _stream(self, request: Request, context: Context) -> Response:
        """Any operation as server-sent events; a subscription can go on after the id of the last one that arrived."""
        with self.bodies.taking(context.principal) as body, context.work.request() as account:
            account.charge(REQUEST)
            sent = await self._read(request, body, account, also=frozenset({OperationType.SUBSCRIPTION}))
        resume = header_of(request.scope, b"last-event-id") or None
        left = (context.principal.expires_at - self.now()).total_seconds()
        payloads = self.payloads(sent, context, resume=resume, price=0)
        cursors = await self.state.feed.cursors()
        try:
            return stream(payloads, self.sockets, context.principal, left, cursors, request.scope)
        except Crowded as error:
            raise HTTPException(503, str(error), {"Retry-After": "5"}) from error

    def is_websocket_origin_allowed(self, request: WebSocket, origin: str) -> bool:
        """Whether a page of another origin than the request's own may open a socket."""
        return self.origins.allow(origin, request.headers.get("host"))

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> None:
        """None: a websocket gets its context with `connection_init`."""

    def encode_json(self, data: object) -> bytes:
        """A message as bytes, into which answers of the database go as they are."""
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> object:
        """A message; raises JSONDecodeError for what cannot be read.

        Texts that no UTF-8 can hold are refused at once: an operation's id has to be sent back."""
        return orjson.loads(data)


class Answer(Response):
    """JSON that is ready; what Starlette does for headers of any kind is not done for it."""

    def __init__(self, body: bytes, status: int, content_type: str, headers: Mapping[str, str]) -> None:
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", b"%d" % len(body)),
            *[(name.lower().encode(), value.encode()) for name, value in headers.items()],
        ]


def wrong_way(error: InvalidOperationTypeError) -> HTTPException:
    """What to do with a mutation that came over GET, or a subscription that came over either."""
    if error.operation_type is OperationType.MUTATION:
        return HTTPException(405, "GET is for queries only; send mutations with POST", {"Allow": "POST"})
    return HTTPException(400, f"subscriptions go over a websocket, as {GRAPHQL_TRANSPORT_WS_PROTOCOL}")


def wants_stream(accept: str | None) -> bool:
    """Whether the caller asks for server-sent events."""
    return accept is not None and accept.partition(";")[0].strip().lower() == MEDIA_TYPE
