"""Responses without data: an error in the shape that GraphQL gives errors, and the status that HTTP has for it."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.execution.errors import BAD_USER_INPUT, NOT_READY, Forbidden, RateLimited, Unauthenticated, conceal
from api.http.negotiation import media_type_header, status_of
from api.http.readiness import NotReady
from api.http.request import PersistedQueryNotSupported
from api.http.sent_headers import headers_of
from api.http.trusted import PersistedDocumentNotFound
from models.rulebook import Misfit

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="tierline"'}
RETRY = {"Retry-After": "2"}  # seconds

logger = logging.getLogger(__name__)


def explain(request: Request, error: Exception) -> Response:
    """The response to a request that ended in this error; one that was not foreseen is logged and concealed."""
    status, message, extensions, headers = _tell(request, error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("%s %s was answered with %s: %s", request.method, request.url.path, status, message)
    headers["Content-Type"] = media_type_header(accepted(request))
    return JSONResponse({"errors": [{"message": message, "extensions": extensions}]}, status, headers)


def accepted(request: Request) -> str | None:
    """All that the request accepts, as one header; None if it does not say."""
    return ",".join(headers_of(request.scope, b"accept")) or None


def _tell(request: Request, error: Exception) -> tuple[int, str, Mapping[str, str | int], dict[str, str]]:
    """Status, message, extensions of the error and headers."""
    if isinstance(error, Unauthenticated | Forbidden):
        known = isinstance(error, Forbidden)
        return 403 if known else 401, str(error), error.extensions, {} if known else dict(CHALLENGE)
    if isinstance(error, RateLimited):
        return 429, str(error), error.extensions, {"Retry-After": str(error.retry_after)}
    if isinstance(error, PersistedQueryNotSupported | PersistedDocumentNotFound):
        # A well-formed request that cannot be executed, as a document may be: clients look for the error in the body.
        status = status_of({}, media_type_header(accepted(request)))
        return status, str(error), error.extensions, {}
    if isinstance(error, NotReady | Misfit):
        return 503, str(error), {"code": NOT_READY}, dict(RETRY)
    if isinstance(error, HTTPException):
        code = NOT_READY if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE else BAD_USER_INPUT
        return error.status_code, error.detail, {"code": code}, dict(error.headers or {})
    message, extensions = conceal(error, request.url.path)
    away = extensions["code"] == NOT_READY
    return (503 if away else 500), message, extensions, dict(RETRY) if away else {}
