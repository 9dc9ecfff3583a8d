"""`/metrics`, of whatever process: for operators."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.auth import bearer_token, verify_token
from api.context import Role
from api.errors import Unauthenticated
from api.failures import explain
from models.metrics import CONTENT_TYPE, Metrics


def tell_metrics(
    secret: str, clock: Callable[[], datetime], metrics: Metrics
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint. `secret` is what tokens are signed with, `clock` the time by which they are judged."""

    async def tell(request: Request) -> Response:
        try:
            principal = verify_token(secret, bearer_token(request.headers.get("authorization")), clock())
        except Unauthenticated as error:
            return explain(request, error)
        if principal.role is not Role.OPERATOR:
            return JSONResponse({"reason": "only a token of role operator may read metrics"}, 403)
        return Response(await metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return tell
