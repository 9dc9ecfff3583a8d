"""What goes wrong, and how much of it a caller is told."""

import logging
import secrets
from math import ceil

from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError, StrawberryInputCoercionError

from api.execution.framework import CannotGetOperationTypeError, InvalidOperationTypeError
from models.database import AWAY

BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL"
LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
TIMEOUT = "TIMEOUT"
RATE_LIMITED = "RATE_LIMITED"
NOT_READY = "NOT_READY"

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """An error whose message the caller may read. `code` is for programs; docs/access.md lists the codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.extensions: dict[str, str | int] = {"code": code}  # graphql-core copies these into the response


class BadInput(ApiError):
    """An argument, id or cursor that cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(BAD_USER_INPUT, message)


class EditionMissing(ApiError):
    """What is stored was decided by an edition that the database does not have, or has with other content."""

    REMEDY = (
        " is not in the database, by which this was computed: publish it again under its key with `tierline editions"
        " publish FILE --backdate`, or have the days and months that it computed computed again"
    )

    def __init__(self, edition: str) -> None:
        super().__init__("EDITION_MISSING", f"edition {edition}{self.REMEDY}")


class Forbidden(ApiError):
    """The token's role may not do this."""

    def __init__(self, message: str) -> None:
        super().__init__("FORBIDDEN", message)


class Unauthenticated(ApiError):
    """There is no token, or one that does not hold."""

    def __init__(self, message: str) -> None:
        super().__init__("UNAUTHENTICATED", message)


class CursorExpired(ApiError):
    """The events that follow the cursor are no longer kept."""

    def __init__(self, message: str) -> None:
        super().__init__("CURSOR_EXPIRED", message)


class TookTooLong(ApiError):
    """The time for an operation, for one of its statements, or for showing an event is over."""

    def __init__(self, message: str) -> None:
        super().__init__(TIMEOUT, message)


class TooMuch(ApiError):
    """A limit is reached."""

    def __init__(self, message: str) -> None:
        super().__init__(LIMIT_EXCEEDED, message)


class RateLimited(ApiError):
    """The principal asks for more in a time than it may; `seconds` from now on there is room again."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(RATE_LIMITED, message)
        self.retry_after = max(1, ceil(seconds))
        self.extensions: dict[str, str | int] = {"code": RATE_LIMITED, "retryAfter": self.retry_after}


# The last is of an input object with members that do not go together.
READABLE = (
    ApiError,
    MissingQueryError,
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
    StrawberryInputCoercionError,
)


def _cause(error: GraphQLError) -> Exception:
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_readable(error: GraphQLError) -> bool:
    """Whether the error is about what the caller sent: document, variables, arguments, or an ApiError."""
    cause = _cause(error)
    if isinstance(cause, READABLE):
        return True
    if error.path is None:  # before execution; a wrapped exception that points nowhere was not foreseen
        return cause is error or error.nodes is not None
    # graphql-core points at the argument that is wrong, but at nothing when a result of ours does not fit its type.
    return isinstance(cause, GraphQLError) and cause is not error and cause.nodes is not None


def conceal(cause: BaseException, where: object) -> tuple[str, dict[str, str]]:
    """Logs what a caller cannot mend; returns the message and the extensions that it gets instead.

    That is the bare fact where the database is away, and a reference where something was not foreseen."""
    if isinstance(cause, AWAY):
        logger.warning("the database is away, at %s: %s: %s", where, type(cause).__name__, cause)
        return "the database does not answer; try again in a moment", {"code": NOT_READY}
    reference = secrets.token_hex(8)
    logger.error("internal error, reference %s, at %s", reference, where, exc_info=cause)
    return f"internal error, reference {reference}", {"code": INTERNAL, "reference": reference}


def present(error: GraphQLError) -> GraphQLError:
    """The error as the caller gets it: readable with a code, or concealed behind a reference that is in the log."""
    if _is_readable(error):
        if not error.extensions:
            error.extensions = {"code": BAD_USER_INPUT}
        return error
    message, extensions = conceal(_cause(error), error.path)
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, extensions=extensions)
