"""The API of one process, as an ASGI application."""

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.grants import LONGEST, check_secret
from api.execution.limits.allowance import Allowance
from api.execution.limits.bounds import EVENTS_STATEMENT_TIMEOUT, STATEMENT_TIMEOUT
from api.execution.limits.budgets import Budgets
from api.execution.limits.ledger import Ledger
from api.execution.limits.one_by_one import OneByOne
from api.execution.limits.settling import Settlement
from api.execution.limits.turns import Turns
from api.http.build import DOCUMENTS
from api.http.failures import explain
from api.http.graphiql import FILES, Files
from api.http.headers import Guarded
from api.http.origins import Origins
from api.http.readiness import TELL_SECONDS, NotReady, Readiness
from api.http.scraping import metrics_endpoint
from api.http.sending import AGAIN
from api.http.single_page import Dashboard
from api.http.trusted import TrustedDocuments
from api.http.view import GraphQLView
from api.live.feed import Feed
from api.live.handshakes import HANDSHAKES, Handshakes
from api.live.lag import watch_lag
from api.live.pings import PING_SECONDS
from api.live.renderers import TURNS
from api.live.sockets import Sockets
from api.metrics import ApiMetrics
from api.renewal import Renewal
from api.schema import build_schema, schema
from api.state import AppState
from jobs.queue import Queue
from models.database import Purpose, Reserved, close_database, open_database
from models.rulebook import Misfit, Rulebook

PATH = "/graphql"
OWN_PAGES = Origins(())
ORDINARY = Allowance()
COLLECTED = 10_000  # new objects, some MiB: walking those of open sockets more often takes a tenth of opening them
_SOON = {"statement_timeout": EVENTS_STATEMENT_TIMEOUT}
RESERVED = {
    Purpose.LIVE: Reserved(TURNS + 1, _SOON),  # of which one looks for new events
    Purpose.SIGNING_IN: Reserved(1, _SOON),
    Purpose.READINESS: Reserved(1, _SOON),
}

logger = logging.getLogger(__name__)


def create_app(  # noqa: PLR0913 - all that a process is given
    *,
    database_url: str,
    redis_url: str,
    rules: Rulebook,
    secret: str,
    clock: Callable[[], datetime],
    identify: Callable[[], str],
    pool_size: int = 10,
    graphiql: bool = True,
    dashboard: Path | None = None,
    introspection: bool = True,
    ping_seconds: float = PING_SECONDS,
    origins: Origins = OWN_PAGES,
    allowance: Allowance = ORDINARY,
    longest_token: timedelta = LONGEST,
) -> Starlette:
    """The application. It opens the database and Valkey when it starts, and closes them when it ends.

    `clock` gives the time with its zone, `identify` a new name for a request that brings none; `pool_size` is the most
    connections to PostgreSQL at once for what is asked, beside which live updates have TURNS + 1, and signing in and
    being ready one each. `graphiql` is the page for browsers, `dashboard` the directory with the built dashboard, which
    is served at `/` and whose documents may be asked for by id; without `introspection` callers learn no name of the
    schema that they do not know already. Silent websockets are asked for a sign of life every `ping_seconds`, which
    the server has to be given too. `origins` are those whose pages may use it besides its own, `allowance` is what each
    principal may spend. Tokens hold for `longest_token` at most, but those of role METRICS.
    Starts also when the database is away or lacks migrations, and then answers 503 until it is in order; does not start
    (Misfit) when it goes by another calendar or other editions. Raises WeakSecret, BrokenBuild, and ValueError for a
    bad URL."""
    check_secret(secret)
    queue = Queue(redis_url)
    metrics = ApiMetrics()
    sockets = Sockets(metrics, ping_seconds=ping_seconds)
    feed = Feed(redis_url, metrics, sockets.holdings)
    watch_lag(feed, metrics)
    turns, budgets = Turns.of_pool(pool_size), Budgets(allowance)
    settlement = Settlement(budgets, Ledger(redis_url))
    metrics.watch("tierline_statements_waiting", "Statements that wait for their turn.", lambda: turns.waiting)
    readiness, renewal = Readiness(rules), Renewal(rules)
    state = AppState(secret, clock, rules, queue, feed, readiness, metrics, sockets, turns, budgets, longest_token)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Handshakes]]:
        limits = {"statement_timeout": STATEMENT_TIMEOUT}
        await open_database(database_url, pool_size=pool_size, timeouts=limits, serving=True, reserved=RESERVED)
        try:
            try:
                await state.readiness.check()
            except NotReady as error:
                logger.warning("not ready: %s", error)
            state.feed.open()
            state.sockets.open()
            settlement.open()
            renewal.open()
            # What is loaded by now stays: collections need not walk it, and then stop requests for a tenth as long.
            gc.collect()
            gc.freeze()
            gc.set_threshold(COLLECTED)
            yield {HANDSHAKES: sockets.handshakes}
        finally:
            await renewal.close()
            await settlement.close()
            await state.sockets.close()
            await state.feed.close()
            await readiness.close()
            await queue.close()
            await close_database()

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(_: Request) -> Response:
        try:
            await state.readiness.check(within=TELL_SECONDS)
        except (NotReady, Misfit) as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, 503)
        if seconds := state.feed.stalled:
            reason = f"live updates stand still: no look for new events has succeeded for {seconds:.0f} s"
            return JSONResponse({"status": "not ready", "reason": reason}, 503)
        return JSONResponse({"status": "ready"})

    served = schema if introspection else build_schema(introspection=False)
    documents = TrustedDocuments({}) if dashboard is None else TrustedDocuments.load(dashboard / DOCUMENTS)
    view = GraphQLView(served, state, origins, graphiql=graphiql, documents=documents)
    return Application(
        Guarded(view, origins, identify),
        None if dashboard is None else Dashboard(dashboard),
        routes=[
            WebSocketRoute(PATH, view),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics_endpoint(secret, clock, metrics, longest_token)),
            *((Mount(FILES, Files()),) if graphiql else ()),
            *((Route("/", lead_to_page),) if graphiql and dashboard is None else ()),
        ],
        lifespan=lifespan,
        middleware=[Middleware(Guarded, origins=origins, identify=identify)],
        exception_handlers={HTTPException: explain_missing},
    )


class Application(Starlette):
    """Starlette's, past which requests to GraphQL go.

    They are answered there whatever happens, and its layers take a tenth of the time of a small one."""

    def __init__(self, graphql: ASGIApp, dashboard: Dashboard | None, **options: Any) -> None:  # noqa: ANN401 - Starlette's own
        super().__init__(**options)
        self._graphql = graphql
        self._one_by_one = OneByOne()
        # Where it would lead is made of the scheme as this process sees it, which behind a proxy is another one.
        self.router.redirect_slashes = False
        if dashboard is not None:
            self.router.default = first(dashboard, self.router.default)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH:
            await self._graphql(scope, receive, send)
            return
        if scope["type"] == "http":
            await self._one_by_one.turn(newcomer=AGAIN not in scope)
        await super().__call__(scope, receive, send)


async def lead_to_page(_: Request) -> Response:
    """From the root to GraphiQL, on whatever scheme and host the browser came by."""
    return RedirectResponse(PATH)


def first(dashboard: Dashboard, otherwise: ASGIApp) -> ASGIApp:
    """Answers requests for what the dashboard has, and has all others answered."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        answer = dashboard.answer(scope) if scope["type"] == "http" else None
        await (otherwise if answer is None else answer)(scope, receive, send)

    return serve


async def explain_missing(request: Request, error: Exception) -> Response:
    """What is not there, or not to be used like this."""
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND:
        error.detail = f"nothing is at {request.url.path}; GraphQL is at {PATH}"
    return explain(request, error)
