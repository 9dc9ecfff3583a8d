"""Running operations, for HTTP and websockets alike: within the time, and with errors as a caller may read them."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import Any, cast

import asyncpg
import strawberry
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, execute, subscribe
from strawberry.exceptions import MissingQueryError
from strawberry.execution import optimized_is_awaitable
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType
from strawberry.utils.await_maybe import await_maybe

from api.context import Context
from api.errors import ApiError, present
from api.executor import Executor
from api.limits import bounds
from api.operations import Documents, Operation, RequestRefused

SECONDS = bounds.EXECUTION_TIMEOUT.total_seconds()


class TookTooLong(ApiError):
    """The time for an operation, or for one of its statements, is over."""

    def __init__(self, message: str) -> None:
        super().__init__(bounds.TIMEOUT, message)


class ServedSchema(strawberry.Schema):
    """A schema as it is served: Strawberry's types and resolvers, graphql-core's execution, and our limits."""

    documents: Documents

    async def execute(  # noqa: PLR0913, PLR0917 - Strawberry's
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context | None = None,
        root_value: object = None,  # noqa: ARG002 - as above
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> ExecutionResult:
        """Runs a query or mutation. Raises MissingQueryError, and InvalidOperationTypeError for what is not allowed.

        Subscriptions never are: `stream` runs those."""
        if not query:
            raise MissingQueryError
        allowed = set(allowed_operation_types or OperationType) - {OperationType.SUBSCRIPTION}
        try:
            operation = self.documents.find(query, variable_values, operation_name, allowed)
        except RequestRefused as refused:
            return _refused(refused)
        return await self._run(operation, context_value)

    async def stream(  # noqa: PLR0913, PLR0917 - Strawberry's
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context | None = None,
        root_value: object = None,  # noqa: ARG002 - as above
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,  # noqa: ARG002 - as above
        allowed_operation_types: Iterable[OperationType] | None = None,  # noqa: ARG002 - any
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Runs any operation, as a stream of results; of a query or mutation there is one."""
        return self._results(query or "", variable_values, context_value, operation_name)

    async def _results(
        self, query: str, variables: dict[str, Any] | None, context: Context | None, name: str | None
    ) -> AsyncGenerator[ExecutionResult, None]:
        try:
            operation = self.documents.find(query, variables, name, set(OperationType))
            if operation.type is not OperationType.SUBSCRIPTION:
                yield await self._run(operation, context)
                return
            events = await _in_time(self._subscribe(operation, context))
            if isinstance(events, CoreResult):
                raise RequestRefused([_explain(error) for error in events.errors or ()])
            async with aclosing(events):
                async for event in events:
                    yield self._finish(operation, event)
        except RequestRefused as refused:
            yield _refused(refused)
        except Exception as error:  # noqa: BLE001 - `present` logs it
            yield _failed(error)

    async def _run(self, operation: Operation, context: Context | None) -> ExecutionResult:
        try:
            started = execute(
                self._schema,
                operation.document,
                context_value=context,
                variable_values=operation.variables,
                operation_name=operation.name,
                executor_class=Executor,
                is_awaitable=cast("Any", optimized_is_awaitable),  # its type says less than it does
                hide_suggestions=self.documents.hide_suggestions,
            )
            return self._finish(operation, await _in_time(await_maybe(started)))
        except Exception as error:  # noqa: BLE001 - `present` logs it
            return _failed(error)

    async def _subscribe(self, operation: Operation, context: Context | None) -> Any:  # noqa: ANN401 - graphql-core's
        return await await_maybe(
            subscribe(
                self._schema,
                operation.document,
                context_value=context,
                variable_values=operation.variables,
                operation_name=operation.name,
                executor_class=Executor,
                hide_suggestions=self.documents.hide_suggestions,
            )
        )

    def _finish(self, operation: Operation, result: CoreResult) -> ExecutionResult:
        """The result as the caller gets it, with the operation's cost if anything was executed."""
        errors = [present(_explain(error)) for error in result.errors or ()]
        executed = result.data is not None or not errors or any(error.path for error in errors)
        finished = ExecutionResult(data=result.data, errors=errors or None)
        finished.extensions = {"cost": operation.cost} if executed else None
        return finished


async def _in_time(running: Any) -> Any:  # noqa: ANN401 - whatever it gives
    """What it gives; raises TookTooLong."""
    try:
        async with asyncio.timeout(SECONDS):
            return await running
    except TimeoutError:
        raise TookTooLong(f"this took longer than {SECONDS:g} s and was stopped; ask for less at a time") from None


def _refused(refused: RequestRefused) -> ExecutionResult:
    return PreExecutionError(data=None, errors=[present(error) for error in refused.errors])


def _failed(error: Exception) -> ExecutionResult:
    located = error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)
    return PreExecutionError(data=None, errors=[present(located)])


def _explain(error: GraphQLError) -> GraphQLError:
    """Says of a statement that PostgreSQL has ended that it took too long."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, asyncpg.QueryCanceledError):
        cause = cause.original_error if isinstance(cause, GraphQLError) else cause.__cause__  # as the models wrap it
    if cause is None:
        return error
    told = TookTooLong("the database was stopped, as it worked for too long on this; ask for less at a time")
    return GraphQLError(str(told), error.nodes, error.source, error.positions, error.path, told)
