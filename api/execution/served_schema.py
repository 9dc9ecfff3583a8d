"""Running operations, for HTTP and websockets alike: within the time, and with errors as a caller may read them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Collection, Iterable
from contextlib import aclosing
from dataclasses import replace
from time import perf_counter
from typing import Any, cast

import asyncpg
import orjson
import strawberry
from graphql import ExecutionResult as CoreResult
from graphql import FieldNode, GraphQLError, get_variable_values
from graphql import OperationType as CoreOperationType
from strawberry.exceptions import MissingQueryError, StrawberryInputCoercionError
from strawberry.types import ExecutionResult

from api.auth.context import Context
from api.execution.documents import Documents, Operation, RequestRefused
from api.execution.errors import RateLimited, TookTooLong, present
from api.execution.framework import (
    InvalidOperationTypeError,
    OperationType,
    PreExecutionError,
    RunningOperation,
    begin_execution,
    core_schema,
)
from api.execution.limits import bounds
from api.execution.limits.budgets import REFUSED_SECONDS
from api.execution.limits.prices import REQUEST
from api.execution.limits.work import Work
from api.execution.malformed import set_aside
from api.execution.request import GraphQLRequest
from api.execution.roots import Roots
from api.execution.stopping import Within
from api.live.feed import Feed
from api.live.holdings import TooSlow, length
from api.live.starting import Subscription, start
from api.live.watchers import NumberedPayload, Watcher
from api.types.scalars import passing_on

SECONDS = bounds.EXECUTION_TIMEOUT.total_seconds()
SLOW_SECONDS = 1.0  # from here on an operation is worth a line in the log
LONGEST_NAME = 80
LIVE = frozenset({OperationType.SUBSCRIPTION})

logger = logging.getLogger(__name__)


class OperationFailed(Exception):
    """An operation that came to nothing: with errors as the caller may read them."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = [error.formatted for error in errors]

    def message(self, name: str) -> dict[str, Any]:
        """The message of graphql-transport-ws that says so."""
        return {"id": name, "type": "error", "payload": self.errors}


class ServedSchema(strawberry.Schema):
    """A schema as it is served: Strawberry's types and resolvers, graphql-core's execution, and our limits."""

    documents: Documents
    roots: Roots
    records: Collection[str]  # the names of the input types of records, which fields judge themselves

    async def execute(  # noqa: PLR0913, PLR0917 - Strawberry's
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context | None = None,
        root_value: object = None,  # noqa: ARG002 - Strawberry's
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,  # noqa: ARG002 - Strawberry's
    ) -> ExecutionResult:
        """Runs a query or mutation. Raises MissingQueryError, and InvalidOperationTypeError for what is not allowed.

        Subscriptions never are: `payloads` runs those. Raises RateLimited when the principal cannot pay for it."""
        if not query:
            raise MissingQueryError
        allowed = frozenset(allowed_operation_types or OperationType) - LIVE
        pay = _pay_nothing if context_value is None else context_value.work.account.charge
        try:
            operation = await self.documents.find(query, variable_values, operation_name, allowed, pay)
        except RequestRefused as refused:
            return _refused(refused)
        pay(operation.cost)
        return await self._run(operation, context_value)

    async def payloads(
        self,
        request: GraphQLRequest,
        context: Context,
        feed: Feed,
        *,
        resume: str | None = None,
        price: int = REQUEST,
    ) -> AsyncGenerator[tuple[int | None, str], None]:
        """Runs an operation, as the JSON of its results, of a subscription with the numbers of the events behind them.

        A subscription goes on after `resume`, a cursor, for transports that have a place of their own for one. `price`
        is what the request costs by itself, 0 when that is paid. Raises OperationFailed, also later on, and TooSlow for
        who takes events more slowly than they come."""
        context = replace(context, work=context.work.anew())
        await context.work.catch_up()
        beginning = self._begin(request, context, feed, resume, price)
        del request  # what it brought and nothing declares is not to stay for as long as a subscription does
        try:
            begun = await beginning
            if isinstance(begun, str):
                yield None, begun
                return
            async with aclosing(follow(begun, feed, context.work)) as payloads:
                async for one in payloads:
                    yield one
        except (OperationFailed, TooSlow):
            raise
        except RequestRefused as refused:
            raise OperationFailed(_refused(refused).errors or []) from refused
        except RateLimited as error:
            await asyncio.sleep(REFUSED_SECONDS)
            raise OperationFailed(_failed(error).errors or []) from error
        except InvalidOperationTypeError as error:
            refusal = GraphQLError(error.as_http_error_reason("GET"))
            raise OperationFailed([present(refusal)]) from error
        except Exception as error:
            raise OperationFailed(_failed(error).errors or []) from error
        finally:
            context.work.release()

    async def _begin(
        self, request: GraphQLRequest, context: Context, feed: Feed, resume: str | None, price: int
    ) -> str | Subscription:
        """All that there is to tell, or the subscription that can begin."""
        account = context.work.account
        try:
            operation = await self.documents.find(
                request.query, request.variables, request.name, request.allowed, account.charge
            )
        except (RequestRefused, InvalidOperationTypeError):
            account.charge(price)
            raise
        if operation.type is not OperationType.SUBSCRIPTION:
            with context.work.request():
                account.charge(price)
                account.charge(operation.cost)
                return await self._one_payload(operation, context)
        # After a restart all clients come back at once, and most never do after an error.
        await account.afford(operation.cost)
        async with context.work.turn():
            starting = start(
                core_schema(self), operation, context, feed, resume, hide_suggestions=self.documents.hide_suggestions
            )
            begun: Subscription = await _in_time(starting)
        return begun

    async def _one_payload(self, operation: Operation, context: Context) -> str:
        result = await self._run(operation, context)
        if isinstance(result, PreExecutionError) or _is_whole_failure(result):
            raise OperationFailed(result.errors or [])
        payload = orjson.dumps(as_response(result))
        context.work.finish(len(payload))
        context.work.account.send(len(payload))
        return payload.decode()

    async def _run(self, operation: Operation, context: Context | None) -> ExecutionResult:
        began = perf_counter()
        result = await self._execute(operation, context)
        seconds = perf_counter() - began
        if seconds > SLOW_SECONDS or operation.node.operation is CoreOperationType.MUTATION:
            _log_operation(operation, context, seconds)
        return result

    async def _execute(self, operation: Operation, context: Context | None) -> ExecutionResult:
        query = self.roots.find(operation)
        try:
            if query is None:
                result = await self._generally(operation, context)
            else:
                result = await _in_time(self.roots.read(query, operation, context))
            return self._finish(operation, context, result)
        except Exception as error:  # noqa: BLE001 - `present` logs it
            return _failed(error)

    async def _generally(self, operation: Operation, context: Context | None) -> CoreResult:
        if errors := self._read_strictly(operation):
            return CoreResult(None, errors)
        with passing_on(operation.type is OperationType.MUTATION):
            running = RunningOperation(core_schema(self), operation.node, {}, operation.variables, context)
            started = self._start(operation, running)
            # What waits for nothing needs no timer.
            return started if isinstance(started, CoreResult) else cast("CoreResult", await _in_time(started))

    def _read_strictly(self, operation: Operation) -> list[GraphQLError]:
        """What is wrong with the variables of a mutation that fields below it take."""
        declared = operation.node.variable_definitions or ()
        strictly = [one for one in declared if one.variable.name.value in operation.read_strictly]
        hide = self.documents.hide_suggestions
        values = get_variable_values(core_schema(self), strictly, operation.variables, hide_suggestions=hide)
        return values if isinstance(values, list) else []

    def _start(self, operation: Operation, running: RunningOperation) -> CoreResult | Awaitable[CoreResult]:
        """Begins to execute an operation; a mutation, which judges its records, also with records that do not fit."""
        judges = operation.type is OperationType.MUTATION
        hide = self.documents.hide_suggestions
        try:
            started = begin_execution(running, operation.document, operation.name, hide_suggestions=hide)
            if not (judges and isinstance(started, CoreResult) and started.data is None):
                return started
        except StrawberryInputCoercionError:  # which graphql-core does not know
            if not judges:
                raise
        # Nothing was executed, because of the variables.
        fitting = set_aside(running.schema, operation.node, operation.variables, self.records)
        running = replace(running, variables=fitting)
        return begin_execution(running, operation.document, operation.name, hide_suggestions=hide)

    def _finish(self, operation: Operation, context: Context | None, result: CoreResult) -> ExecutionResult:
        """The result as the caller gets it, with the operation's cost and what is left if anything was executed."""
        errors = [present(_explain(error)) for error in result.errors or ()]
        executed = result.data is not None or not errors or any(error.path for error in errors)
        finished = ExecutionResult(data=result.data, errors=errors or None)
        if executed:
            finished.extensions = {"cost": operation.cost}
            if context is not None:
                finished.extensions["budget"] = context.work.account.left()
        return finished


def _pay_nothing(_: int) -> None:
    """Pays for an operation that is nobody's, as tools run them."""


async def _in_time(running: Any) -> Any:  # noqa: ANN401 - whatever it gives
    """What the awaitable gives within EXECUTION_TIMEOUT; raises TookTooLong."""
    try:
        with Within(SECONDS):
            return await running
    except TimeoutError:
        raise TookTooLong(f"this took longer than {SECONDS:g} s and was stopped; ask for less at a time") from None


async def follow(begun: Subscription, feed: Feed, work: Work) -> AsyncGenerator[NumberedPayload, None]:
    """The payloads of a subscription: its snapshot, if it has one, then those of the events that follow.

    Their bytes are paid for; when more was sent than may be, it waits."""
    with feed.renderers.lend(begun.identity, begun.operation, begun.make, work.owner) as renderer:
        if begun.snapshot is not None:
            await work.account.repay()
            (payload,) = await _in_time(renderer.ask([(begun.snapshot, begun.viewer)], work.owner))
            work.account.send(length(payload))
            yield begun.snapshot.seq, payload
            if begun.snapshot.is_last:
                return
        watcher = Watcher(begun.topic, renderer, begun.viewer, begun.after, work)
        async with aclosing(feed.follow(watcher)) as payloads:
            async for one in payloads:
                yield one


def as_response(result: ExecutionResult) -> dict[str, Any]:
    """The result as JSON has it: without `data` when nothing was executed, as the specification says."""
    response: dict[str, Any] = {} if _is_whole_failure(result) else {"data": result.data}
    if result.errors:
        response["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        response["extensions"] = result.extensions
    return response


def _is_whole_failure(result: ExecutionResult) -> bool:
    return result.data is None and all(error.path is None for error in result.errors or ())


def _log_operation(operation: Operation, context: Context | None, seconds: float) -> None:
    """What the log has of an operation that changes something, or that took long."""
    fields = [node.name.value for node in operation.node.selection_set.selections if isinstance(node, FieldNode)]
    name = (operation.name or " ".join(fields))[:LONGEST_NAME]
    who = "" if context is None else f" by {context.principal.subject} ({context.principal.role.value})"
    level = logging.WARNING if seconds > SLOW_SECONDS else logging.INFO
    kind = operation.type.value
    logger.log(level, "%s %s%s took %.3f s", kind, name, who, seconds, extra={"seconds": round(seconds, 3)})


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
    stopped = TookTooLong("the database was stopped, as it worked for too long on this; ask for less at a time")
    return GraphQLError(str(stopped), error.nodes, error.source, error.positions, error.path, stopped)
