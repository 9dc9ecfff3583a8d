"""Where the limits apply, for HTTP and websockets alike: before parsing, before execution, and while it lasts."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import asyncpg
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import ParserCache, SchemaExtension
from strawberry.types.execution import ParseOptions

from api.errors import ApiError
from api.limits import bounds
from api.limits.documents import measure_document
from api.limits.rule import RULES, RULES_WITHOUT_INTROSPECTION
from api.limits.variables import count_values

PARSING = cast(
    "ParseOptions", {"max_lexical_tokens": bounds.MAX_TOKENS, "max_comments": bounds.MAX_COMMENTS}
)  # Strawberry's type knows only the option that these replace
SUGGESTION = " Did you mean"


class TookTooLong(ApiError):
    """The time for an operation, or for one of its statements, is over."""

    def __init__(self, message: str) -> None:
        super().__init__(bounds.TIMEOUT, message)


class BoundedParser(ParserCache):
    """Parses no text that is too long or has too much with it; parses the same text once."""

    def on_parse(self) -> Iterator[None]:
        """Raises GraphQLError, LIMIT_EXCEEDED, in place of the document."""
        context = self.execution_context
        text = context.query or ""
        size = len(text.encode(errors="surrogatepass"))
        values = count_values(context.variables or {}, bounds.MAX_VALUES)
        bounds.check(
            {
                "the query text's size in bytes": (size, bounds.MAX_TEXT_BYTES),
                "values of variables": (values, bounds.MAX_VALUES),
            }
        )
        context.parse_options = PARSING
        context.validation_rules = RULES
        try:
            context.graphql_document = self.cached_parse_document(text, **PARSING)
        except GraphQLSyntaxError as error:
            if "Parsing aborted" in error.message:
                raise bounds.refuse(error.description.removesuffix(" Parsing aborted.")) from None
            raise
        yield


class CostLimit(SchemaExtension):
    """Refuses an operation that costs too much with its variables; tells the cost of others in `extensions.cost`.

    Comes after the validation cache, whose verdict it adds to."""

    _cost = 0

    def on_validate(self) -> Iterator[None]:
        """Before anything is executed."""
        context = self.execution_context
        if not context.pre_execution_errors and context.graphql_document is not None:
            measured = measure_document(context.schema._schema, context.graphql_document)  # noqa: SLF001
            cost = measured.operations[context.operation_name].cost(context.variables)
            excess = bounds.find_excess({"cost": (cost, bounds.MAX_COST)})
            if excess is not None:
                context.pre_execution_errors = [bounds.refuse(excess)]
            self._cost = cost
        yield

    def get_results(self) -> dict[str, Any]:
        """What goes into the answer's `extensions`: nothing where nothing was executed."""
        context = self.execution_context
        if context.result is None:  # as before the first event of a subscription
            executed = not context.pre_execution_errors
        else:  # variables that do not fit their types are found late, but before anything runs
            result = context.result
            executed = result.data is not None or any(error.path for error in result.errors or ())
        return {"cost": self._cost} if executed else {}


class TimeLimit(SchemaExtension):
    """Ends what takes too long, here and in PostgreSQL; for subscriptions until their first event."""

    seconds = bounds.EXECUTION_TIMEOUT.total_seconds()

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises TookTooLong; explains the errors of statements that PostgreSQL ended."""
        try:
            async with asyncio.timeout(self.seconds):
                yield
        except TimeoutError:
            raise TookTooLong(
                f"this took longer than {self.seconds:g} s and was stopped; ask for less at a time"
            ) from None
        result = self.execution_context.result
        if result is not None and result.errors:
            result.errors[:] = [_explain(error) for error in result.errors]


class Discretion(SchemaExtension):
    """Keeps the schema to those who have it: no introspection, and no suggestions of names in messages."""

    def on_parse(self) -> Iterator[None]:
        """Comes after the parser, which sets the usual rules."""
        self.execution_context.validation_rules = RULES_WITHOUT_INTROSPECTION
        yield

    def on_validate(self) -> Iterator[None]:
        """Also of what the validation cache found."""
        yield
        for error in self.execution_context.pre_execution_errors or ():
            _withhold(error)

    def on_execute(self) -> Iterator[None]:
        """Of variables that do not fit their types."""
        yield
        result = self.execution_context.result
        for error in (result.errors or ()) if result is not None else ():
            _withhold(error)


def _explain(error: GraphQLError) -> GraphQLError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, asyncpg.QueryCanceledError):
        cause = cause.original_error if isinstance(cause, GraphQLError) else cause.__cause__  # as the models wrap it
    if cause is None:
        return error
    told = TookTooLong("the database was stopped, as it worked for too long on this; ask for less at a time")
    return GraphQLError(str(told), error.nodes, error.source, error.positions, error.path, told)


def _withhold(error: GraphQLError) -> None:
    error.message = error.message.partition(SUGGESTION)[0]
