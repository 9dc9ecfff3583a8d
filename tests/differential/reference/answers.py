"""What the answer to a request has to be."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    execute_sync,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    subscribe,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.executor import Executor
from graphql.pyutils import Path as FieldPath

from tests.differential.reference.asker import Asker
from tests.differential.reference.schema import build_reference

Path = tuple[str | int, ...]
Error = tuple[Path | None, str, str]
"""Path, code and message; without a path where nothing was executed."""

STRICT = build_reference()
LENIENT = build_reference(lenient=True)


@dataclass(frozen=True)
class Expected:
    """The data, and every error that there can be with the place where it leaves null.

    Of errors that leave null in one place, or within a place that is null for another, some may be left out, as the
    GraphQL specification has it: which ones depends on who comes first."""

    data: Any
    errors: Mapping[Error, Path]

    def explains(self, errors: list[Error]) -> bool:
        """Whether these errors may be told with the data: each is one of ours, and every null has its reason."""
        if len(set(errors)) != len(errors) or not self.errors.keys() >= set(errors):
            return False
        reasons = {self.errors[error] for error in errors}
        return all(any(place[:length] in reasons for length in range(len(place) + 1)) for place in self.errors.values())


def expect(
    document: DocumentNode,
    variables: Mapping[str, Any],
    operation: str | None,
    asker: Asker,
    root: Mapping[str, object] | None = None,
) -> Expected:
    """Executes a valid document with graphql-core."""
    strict = execute_sync(STRICT, document, root, asker, dict(variables), operation)
    if not strict.errors or strict.errors[0].path is None:
        return Expected(strict.data, {read_error(error): () for error in strict.errors or ()})
    types: dict[Path, GraphQLOutputType] = {}

    class Noting(Executor[Any]):
        """Notes the type of each field, also of one whose arguments cannot be used."""

        def execute_field(
            self,
            parent_type: GraphQLObjectType,
            source: object,
            field_details_list: FieldDetailsList,
            path: FieldPath,
            position_context: object,
        ) -> Any:  # noqa: ANN401 - a value of any type, or one that is still to come
            parent = STRICT.type_map[parent_type.name]
            assert isinstance(parent, GraphQLObjectType)
            field = STRICT.get_field(parent, field_details_list[0].node.name.value)
            assert field is not None
            types[tuple(path.as_list())] = field.type
            return super().execute_field(parent_type, source, field_details_list, path, position_context)

    lenient = execute_sync(LENIENT, document, root, asker, dict(variables), operation, executor_class=Noting)
    errors = {read_error(error): _place_of_null(tuple(error.path or ()), types) for error in lenient.errors or ()}
    assert errors.keys() >= {read_error(error) for error in strict.errors}
    return Expected(strict.data, errors)


async def expect_events(
    document: DocumentNode, variables: Mapping[str, Any], operation: str | None, asker: Asker
) -> list[Expected]:
    """The same for a subscription: one answer for each event that there is, or the one that refuses it."""
    started = subscribe(STRICT, document, None, asker, dict(variables), operation)
    if inspect.isawaitable(started):
        started = await started
    if isinstance(started, ExecutionResult):
        return [Expected(started.data, {read_error(error): () for error in started.errors or ()})]
    return [expect(document, variables, operation, asker, event) for event in asker.events]


def read_error(error: GraphQLError) -> Error:
    """An error of graphql-core's or of ours; nothing else may happen here."""
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        raise cause
    path = None if error.path is None else tuple(error.path)
    return path, (error.extensions or {}).get("code", "BAD_USER_INPUT"), error.message


def _place_of_null(path: Path, types: Mapping[Path, GraphQLOutputType]) -> Path:
    """The innermost place around the error that may be null; the data as a whole at last."""
    while path and is_non_null_type(_type_at(path, types)):
        path = path[:-1]
    return path


def _type_at(path: Path, types: Mapping[Path, GraphQLOutputType]) -> GraphQLOutputType:
    if isinstance(path[-1], str):
        return types[path]
    around = get_nullable_type(_type_at(path[:-1], types))
    assert is_list_type(around)
    item: GraphQLOutputType = around.of_type
    return item
