"""What goes wrong, and how much of it a caller is told."""

import logging
import secrets
from contextlib import aclosing
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from models.database import AWAY

BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL"
NOT_READY = "NOT_READY"

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """An error whose message the caller may read. `code` is for programs; docs/access.md lists the codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.extensions = {"code": code}  # graphql-core copies these into the response


class BadInput(ApiError):
    """An argument, id or cursor that cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(BAD_USER_INPUT, message)


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


READABLE = (ApiError, MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError)


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


class MaskingSchema(strawberry.Schema):
    """A schema that presents every error of queries, mutations and subscriptions, also those of its own machinery."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing: `conceal` does, once, and only what was not foreseen."""

    async def execute(self, *args: Any, **kwargs: Any) -> ExecutionResult:  # noqa: ANN401 - passed on as they are
        """Runs a query or mutation; a subscription is refused (InvalidOperationTypeError), `stream` runs those."""
        allowed = kwargs.get("allowed_operation_types") or set(OperationType)
        kwargs["allowed_operation_types"] = set(allowed) - {OperationType.SUBSCRIPTION}
        result = await super().execute(*args, **kwargs)
        result.errors = _present_all(result.errors)
        return result

    async def stream(self, *args: Any, **kwargs: Any) -> StreamResult:  # noqa: ANN401 - passed on as they are
        """Runs any operation, as a stream of results."""
        return self._present_each(await super().stream(*args, **kwargs))

    async def _present_each(self, results: StreamResult) -> StreamResult:
        try:
            async with aclosing(results):
                async for result in results:
                    if isinstance(result, ExecutionResult):
                        result.errors = _present_all(result.errors)
                    yield result
        except Exception as error:  # noqa: BLE001 - `present` logs it; a parser cache, for one, raises syntax errors here
            located = error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)
            yield PreExecutionError(data=None, errors=[present(located)])


def _present_all(errors: list[GraphQLError] | None) -> list[GraphQLError] | None:
    return [present(error) for error in errors] if errors else errors
