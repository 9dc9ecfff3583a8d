"""Responses without data: an error in the shape that GraphQL gives errors, and the status that HTTP has for it."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.errors import BAD_USER_INPUT, Unauthenticated, conceal
from api.readiness import NotReady
from models.rulebook import WrongTimeZone

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="tierline"'}
RETRY = {"Retry-After": "2"}  # seconds


def explain(request: Request, error: Exception) -> JSONResponse:
    """The response to a request that ended in this error; one that was not foreseen is logged and concealed."""
    if isinstance(error, Unauthenticated):
        return _failure(401, str(error), error.extensions, CHALLENGE)
    if isinstance(error, NotReady | WrongTimeZone):
        return _failure(503, str(error), {"code": "NOT_READY"}, RETRY)
    if isinstance(error, HTTPException):
        return _failure(error.status_code, error.detail, {"code": BAD_USER_INPUT}, dict(error.headers or {}))
    message, extensions = conceal(error, request.url.path)
    return _failure(500, message, extensions, {})


def _failure(status: int, message: str, extensions: dict[str, str], headers: dict[str, str]) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": extensions}]}, status, headers)
