"""Whole documents: queries of all that the schema has, or one field of another root type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLObjectType,
    OperationType,
    get_named_type,
    parse,
)

from api.execution.limits.rule import check_document
from tests.differential.documents.arguments import ArgumentWriter
from tests.differential.documents.draft import Draft, Space
from tests.differential.documents.scopes import Scope
from tests.differential.documents.texts import Field, Inline, Selection, variables_of, write
from tests.differential.documents.values import Values
from tests.differential.documents.variables import Variables
from tests.differential.documents.weights import deep_types, weigh_fields, weigh_towards
from tests.differential.reference.answers import STRICT

ROOM = 2_000  # objects, in lists in lists; the limits allow ten times as many
DEPTHS = (3, 6, 9, 11, 13, 15)
SIZES = (1, 1, 2, 4, 10)
WEIGHTS = weigh_fields(STRICT)
EVEN = dict.fromkeys(WEIGHTS, 1)  # by which what has little below it is reached as well
TOWARDS = [weigh_towards(STRICT, name) for name in deep_types(STRICT)]  # by which what lies deep is reached
NAMES = ("A", "a", "query", "Query", "an_operation_whose_name_is_longer_than_a_name_may_be_in_postgresql")


@dataclass(frozen=True)
class Document:
    """A valid document; its operations by name, each with the variables that it declares."""

    text: str
    parsed: DocumentNode
    operations: Mapping[str | None, set[str]]
    variables: Variables


def draw_query(values: Values, rng: Random) -> Document:
    """A document of queries: mostly of one."""

    def make() -> Document:
        draft = _draft(values, rng)
        numbers = range(rng.choice([2, 3])) if rng.random() < 0.07 else ()
        operations: dict[str | None, list[Selection]] = {}
        names: list[str | None] = [f"{rng.choice(NAMES)}{number}" for number in numbers]
        for name in names or [rng.choice([None, *NAMES])]:
            space = Space(rng.choice(DEPTHS), ROOM)
            operations[name] = draft.selections(_root(OperationType.QUERY), Scope(STRICT, "Query"), space)
        return _finish(draft, OperationType.QUERY, operations)

    return _within_limits(make)


def draw_root_field(
    values: Values, rng: Random, operation: OperationType, name: str, arguments: Mapping[str, object]
) -> Document:
    """A document of one field with these arguments, as literals or as variables."""

    def make() -> Document:
        draft = _draft(values, rng)
        root = _root(operation)
        field = root.fields[name]
        kind = get_named_type(field.type)
        assert isinstance(kind, GraphQLObjectType)
        written = draft.arguments.write_given(field, arguments)
        selections = draft.selections(kind, Scope(STRICT, kind.name), Space(rng.choice(DEPTHS) - 1, ROOM))
        alias = rng.choice([None, "a"])
        node = Field(root.name, name, str(field.type), alias, written.text, written.used, selections)
        whole: Selection = node if rng.random() < 0.8 else Inline(rng.choice([None, root.name]), [node])
        return _finish(draft, operation, {rng.choice([None, *NAMES]): [whole]})

    return _within_limits(make)


def _root(operation: OperationType) -> GraphQLObjectType:
    root = STRICT.get_root_type(operation)
    assert root is not None
    return root


def _draft(values: Values, rng: Random) -> Draft:
    weights = rng.choice([WEIGHTS, EVEN, rng.choice(TOWARDS)])
    return Draft(STRICT, rng, ArgumentWriter(rng, values, Variables(rng)), weights, rng.choice(SIZES))


def _finish(draft: Draft, operation: OperationType, operations: Mapping[str | None, list[Selection]]) -> Document:
    variables = draft.arguments.variables
    used = {name: variables_of(selections) for name, selections in operations.items()}
    texts = []
    for name, selections in operations.items():
        declared = ", ".join(one.text for one in variables.declared.values() if one.name in used[name])
        head = f"{operation.value} {name or ''}{f'({declared})' if declared else ''} "
        is_bare = operation is OperationType.QUERY and not name and not declared
        texts.append(write(selections) if is_bare else head + write(selections))
    texts += [f"fragment {one.name} on {one.condition} {write(one.selections)}" for one in draft.fragments]
    draft.rng.shuffle(texts)
    text = "\n".join(texts)
    return Document(text, parse(text), used, variables)


def _within_limits(make: Callable[[], Document]) -> Document:
    """The first document that the limits allow with some values of its variables."""
    while True:
        document = make()
        try:
            check_document(STRICT, document.parsed)
        except GraphQLError as error:
            if (error.extensions or {}).get("code") != "LIMIT_EXCEEDED":
                raise
        else:
            return document
