"""`/metrics`, of whatever process: for who only watches, and for operators."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from api.auth.grants import LONGEST
from api.auth.principals import Role
from api.auth.tokens import bearer_token, verify_token
from api.execution.errors import Forbidden, Unauthenticated
from api.http.failures import explain
from telemetry.metrics import CONTENT_TYPE, Metrics

READERS = frozenset({Role.METRICS, Role.OPERATOR})


def metrics_endpoint(
    secret: str, clock: Callable[[], datetime], metrics: Metrics, longest_token: timedelta = LONGEST
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint. `secret` is what tokens are signed with, `clock` the time by which they are judged.

    `longest_token` is how long they may hold, but for those of role METRICS."""

    async def scrape(request: Request) -> Response:
        try:
            token = bearer_token(request.headers.get("authorization"))
            principal = verify_token(secret, token, clock(), longest_token)
            if principal.role not in READERS:
                raise Forbidden("only a token of role metrics or operator may read metrics")
        except (Unauthenticated, Forbidden) as error:
            return explain(request, error)
        return Response(await metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return scrape
