"""What is asked to run, however it was sent."""

from dataclasses import dataclass
from typing import Any

from api.execution.framework import OperationType


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A document with its variables, the `name` of the operation to run, and the types of which that may be."""

    query: str
    variables: dict[str, Any] | None
    name: str | None
    allowed: frozenset[OperationType] = frozenset(OperationType)
