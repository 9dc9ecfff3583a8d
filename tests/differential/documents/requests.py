"""Requests: a document, an operation of it, values for its variables, and who sends it when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode

from api.auth.principals import Principal
from api.execution.limits.bounds import max_cost
from api.execution.limits.documents import measure_document
from tests.differential.documents.document import Document, draw_query
from tests.differential.documents.values import Values
from tests.differential.reference.answers import STRICT
from tests.differential.worlds.world import World

FOR_OPERATORS = re.compile(r"\b(portfolio|tierCounts|recomputeJobs?|mrrReports|mrrLines)\b")


@dataclass(frozen=True)
class Request:
    """What is sent; `parsed` is the document."""

    document: str
    parsed: DocumentNode = field(repr=False)
    operation: str | None
    variables: Mapping[str, Any]
    by: Principal
    now: datetime


def draw_requests(world: World, rng: Random) -> Iterator[Request]:
    """Some requests with one new document; no two of them need have anything else in common."""
    values = Values(world, rng)
    document = draw_query(values, rng)
    for _ in range(rng.choice([1, 1, 1, 2])):
        by = values.principal(for_operators=FOR_OPERATORS.search(document.text) is not None)
        request = draw_request(document, by, values)
        if request is not None:
            yield request


def draw_request(document: Document, by: Principal, values: Values) -> Request | None:
    """A request of one operation; None where it would cost too much with the values of its variables."""
    name = values.rng.choice(list(document.operations))
    given = document.variables.give(document.operations[name])
    (node,) = (
        one
        for one in document.parsed.definitions
        if isinstance(one, OperationDefinitionNode) and (one.name.value if one.name else None) == name
    )
    if measure_document(STRICT, document.parsed).operations[name].cost(given) > max_cost(node):
        return None
    operation = name if len(document.operations) > 1 or values.rng.random() < 0.5 else None
    return Request(document.text, document.parsed, operation, given, by, values.moment())
