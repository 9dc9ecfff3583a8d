"""GraphQL over HTTP: who is asking, what kind of request it is, and errors as GraphQL has them."""

import json
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from time import perf_counter
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, StarletteRequestAdapter
from cross_web import HTTPException as ViewHTTPException
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.base import BaseRequestProtocol
from strawberry.http.parse_content_type import parse_content_type
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.context import Context
from api.execution import Asked, ServedSchema
from api.failures import accepted, explain
from api.gate import Gate
from api.limits.bodies import limit_body
from api.live.sockets import Crowded, Sockets
from api.negotiation import OFFERED, choose_media_type, media_type_header, status_of
from api.socket import SocketAdapter, SocketHandler
from api.sse import MEDIA_TYPE, stream

MAX_OPERATIONS_PER_SOCKET = 20
INIT_TIMEOUT = timedelta(seconds=10)


class RequestAdapter(StarletteRequestAdapter):
    """Media types have no case, which the view that reads this does not know."""

    @property
    def content_type(self) -> str:
        return (super().content_type or "").lower()


class GraphQLView(GraphQL[Context | None, None]):
    """`/graphql`, for POST, for GET with queries, for websockets, and for browsers that want a page."""

    graphql_transport_ws_handler_class = SocketHandler
    request_adapter_class = RequestAdapter
    websocket_adapter_class = SocketAdapter

    def __init__(self, schema: ServedSchema, gate: Gate, *, graphiql: bool) -> None:
        self.served = schema
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=MAX_OPERATIONS_PER_SOCKET,
        )
        self.gate = gate
        self.graphiql = graphiql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await super().__call__(scope, receive, send)
            return
        began = perf_counter()
        request = Request(scope, limit_body(scope, receive))
        try:
            response = await self._respond(request)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - `explain` logs it
            response = explain(request, error)
        self.gate.metrics.requests.labels(str(response.status_code)).observe(perf_counter() - began)
        await response(scope, receive, send)

    async def admit(self, authorization: str | None) -> Context:
        """The context of who sends this, over HTTP or in `connection_init`."""
        return await self.gate.admit(authorization)

    @property
    def sockets(self) -> Sockets:
        """The open sockets, of which a handler's is one."""
        return self.gate.sockets

    def payloads(
        self, asked: Asked, context: Context, *, resume: str | None = None
    ) -> AsyncGenerator[tuple[int | None, str], None]:
        """See ServedSchema.payloads."""
        return self.served.payloads(asked, context, self.gate.feed, resume=resume)

    def now(self) -> datetime:
        """The time by which tokens are judged."""
        return self.gate.clock()

    async def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "POST"):
            raise HTTPException(405, f"{request.method} is not for GraphQL; send GET or POST", {"Allow": "GET, POST"})
        if self.graphiql and request.method == "GET" and wants_page(request):
            return HTMLResponse(graphiql_page())
        context = await self.admit(request.headers.get("authorization"))
        if wants_stream(accepted(request)):
            return await self._stream(request, context)
        if choose_media_type(accepted(request)) is None:
            raise HTTPException(406, f"answers are {' or '.join(OFFERED)}; accept one of them")
        check_body(request)
        try:
            return await self.run(request, context=context)
        except ViewHTTPException as error:
            if isinstance(error.__cause__, InvalidOperationTypeError):
                raise wrong_way(error.__cause__) from error
            raise HTTPException(error.status_code, error.reason) from error

    def encode_json(self, data: object) -> bytes:
        """As bytes, into which answers of the database go as they are."""
        return orjson.dumps(data)

    async def _stream(self, request: Request, context: Context) -> Response:
        """Any operation as server-sent events; a subscription can go on after the id of the last one that arrived."""
        check_body(request)
        try:
            sent = await self.parse_http_body(self.request_adapter_class(request))
        except json.JSONDecodeError as error:
            raise HTTPException(400, "Unable to parse request body as JSON") from error
        except ViewHTTPException as error:
            raise HTTPException(error.status_code, error.reason) from error
        assert isinstance(sent, GraphQLRequestData)  # there are no batches
        allowed = frozenset(OperationType.from_http("GET" if request.method == "GET" else "POST"))
        asked = Asked(sent.query or "", sent.variables, sent.operation_name, allowed | {OperationType.SUBSCRIPTION})
        resume = request.headers.get("last-event-id") or None
        left = (context.principal.expires_at - self.now()).total_seconds()
        try:
            return stream(self.payloads(asked, context, resume=resume), self.sockets, context.principal, left)
        except Crowded as error:
            raise HTTPException(503, str(error), {"Retry-After": "5"}) from error

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context | None:  # noqa: ARG002
        """None: a websocket gets its context with `connection_init`, and a request has one by now."""
        return None

    def should_render_graphql_ide(self, request: BaseRequestProtocol) -> bool:  # noqa: ARG002
        """Never here: the page needs no token, so it is served before one is looked for."""
        return False

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Carries the Content-Type of the answer to `create_response`."""
        response = await super().get_sub_response(request)
        if isinstance(request, Request):
            response.media_type = media_type_header(accepted(request))
        return response

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """The result as JSON has it: without `data` when nothing was executed, as the specification says."""
        response = await super().process_result(request, result)
        if result.extensions:
            self.gate.metrics.costs.observe(result.extensions["cost"])
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            del response["data"]
        return response

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """In the media type that was chosen, with the status that belongs to it."""
        assert isinstance(response_data, dict)  # there are no batches
        content_type = sub_response.media_type
        assert content_type is not None
        status = status_of(response_data, content_type)
        return Response(self.encode_json(response_data), status, {"Content-Type": content_type})

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Strawberry checks the types of all parts but this one."""
        parsed = await super().parse_http_body(request)
        if isinstance(parsed, GraphQLRequestData) and not isinstance(parsed.operation_name, str | None):
            raise ViewHTTPException(400, "`operationName` must be a string or null, if provided")
        return parsed

    def parse_json(self, data: str | bytes) -> Any:  # noqa: ANN401 - JSON may be anything
        """A request, or its variables or extensions: a JSON object."""
        parsed = super().parse_json(data)
        if not isinstance(parsed, dict):
            what = "batches of requests are not taken" if isinstance(parsed, list) else "not a JSON object"
            raise ViewHTTPException(400, f"{what}; send one object with query, variables and operationName")
        return parsed

    def decode_json(self, data: str | bytes) -> object:
        """Raises JSONDecodeError for whatever cannot be read."""
        return orjson.loads(data)


def wrong_way(error: InvalidOperationTypeError) -> HTTPException:
    """What to do with a mutation that came over GET, or a subscription that came over either."""
    if error.operation_type is OperationType.MUTATION:
        return HTTPException(405, "GET is for queries only; send mutations with POST", {"Allow": "POST"})
    return HTTPException(400, f"subscriptions go over a websocket, as {GRAPHQL_TRANSPORT_WS_PROTOCOL}")


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, not a program for an answer."""
    return "query" not in request.query_params and "text/html" in request.headers.get("accept", "")


def wants_stream(accept: str | None) -> bool:
    """Whether the caller asks for server-sent events."""
    return accept is not None and accept.partition(";")[0].strip().lower() == MEDIA_TYPE


def check_body(request: Request) -> None:
    """Raises HTTPException for a body that is not JSON as it is."""
    if request.method == "POST" and not is_json(request.headers.get("content-type", "")):
        raise HTTPException(415, "the request must have Content-Type: application/json, in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "the request must have no Content-Encoding; send its body as it is")


def is_json(content_type: str) -> bool:
    """Whether the body is JSON in UTF-8, which it is when no charset is given."""
    if not content_type.strip():
        return False
    name, parameters = parse_content_type(content_type.lower())
    return name == "application/json" and parameters.get("charset", "utf-8") in ("utf-8", "utf8", "us-ascii")


@cache
def graphiql_page() -> str:
    """The page of GraphiQL. It holds no data, so it needs no token."""
    return files("api").joinpath("graphiql.html").read_text(encoding="utf-8")
