"""What every answer tells: its request's name, and browsers to keep and guess nothing, and whose pages may read it."""

from collections.abc import Callable, Iterable

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.execution.errors import BAD_USER_INPUT
from api.http.origins import Origins
from api.http.request_ids import HEADER, name_request
from api.http.sent_headers import header_of

Header = tuple[bytes, bytes]

# For answers that do not say otherwise themselves, as the pages and files of GraphiQL do.
DEFAULTS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
NAMES = frozenset(name for name, _ in DEFAULTS)
EXPOSED = ("RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate", "X-Request-Id")
PREFLIGHT_SECONDS = 7200  # more than that no browser keeps


class Guarded:
    """Names each request, adds the headers to all answers, and lets pages of the allowed origins read them.

    A token is needed whoever asks, and no browser adds one by itself: so cookies are nothing that is asked for here."""

    def __init__(self, app: ASGIApp, origins: Origins, identify: Callable[[], str]) -> None:
        self.app = app
        self.origins = origins
        self.identify = identify
        # Which origins these are is decided here, by the request's own host too, so it is told to take any.
        self.shared = CORSMiddleware(
            app, allow_origin_regex=".*", allow_methods=("GET", "POST"), allow_headers=("*",),
            allow_private_network=True, expose_headers=EXPOSED, max_age=PREFLIGHT_SECONDS,
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        name = (HEADER, name_request(scope, self.identify))
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*complete(message["headers"]), name]
            await send(message)

        await self._app_for(scope)(scope, receive, send_guarded)

    def _app_for(self, scope: Scope) -> ASGIApp:
        origin = header_of(scope, b"origin")
        if origin is None:
            return self.app
        if self.origins.allow(origin, header_of(scope, b"host")):
            return self.shared
        if scope["method"] == "OPTIONS" and header_of(scope, b"access-control-request-method") is not None:
            return refuse_page(origin)
        return self.app


def complete(headers: Iterable[Header]) -> list[Header]:
    """The headers of an answer, with the defaults that it does not say otherwise."""
    present = dict(headers)
    if NAMES.isdisjoint(present):
        return [*headers, *DEFAULTS]
    return [*headers, *(one for one in DEFAULTS if one[0] not in present)]


def refuse_page(origin: str) -> ASGIApp:
    """The answer to a browser that asks on behalf of a page which is not allowed."""
    message = f"pages of {origin[:200]} may not use this API; whoever runs it can add their origin to TIERLINE_ORIGINS"
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": BAD_USER_INPUT}}]}, 403)
