"""The first of all validation rules: a document that asks for too much is not looked at any further."""

from collections import Counter
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    ValidationRule,
)

from api.execution.framework import ValidationAbortedError
from api.execution.limits.bounds import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_FRAGMENTS,
    MAX_OPERATIONS,
    MAX_OVERLAPS,
    MAX_SELECTIONS,
    check,
    max_cost,
)
from api.execution.limits.documents import measure_document


class DocumentLimits(ValidationRule):
    """Refuses what is above a limit, whatever its variables will be. Their values are judged in `costs.py`.

    One class for all requests: Strawberry's validation cache takes rules for the same when their classes are."""

    def enter_document(self, document: DocumentNode, *_: Any) -> None:  # noqa: ANN401 - graphql-core's
        """Ends the validation at once, so that no other rule spends time on the document."""
        try:
            check_document(self.context.schema, document)
        except GraphQLError as error:
            raise ValidationAbortedError(error.message, extensions=error.extensions) from None


def check_document(schema: GraphQLSchema, document: DocumentNode) -> None:
    """Raises GraphQLError, LIMIT_EXCEEDED, for a document that asks for too much."""
    kinds = [type(one) for one in document.definitions]
    check(
        {
            "operations": (kinds.count(OperationDefinitionNode), MAX_OPERATIONS),
            "fragments": (kinds.count(FragmentDefinitionNode), MAX_FRAGMENTS),
        }
    )
    # Of these two, other rules would only tell after they had spent their time.
    names = Counter(one.name.value for one in document.definitions if isinstance(one, FragmentDefinitionNode))
    if names and (most := names.most_common(1)[0])[1] > 1:
        raise GraphQLError(f"There can be only one fragment named '{most[0]}'.")
    measured = measure_document(schema, document)
    if measured.cyclic is not None:
        raise GraphQLError(f"Cannot spread fragment '{measured.cyclic}' within itself.")
    check(
        {
            "depth": (measured.together.depth, MAX_DEPTH),
            "aliases": (measured.together.aliases, MAX_ALIASES),
            "directives": (measured.together.directives, MAX_DIRECTIVES),
            "selections": (measured.together.selections, MAX_SELECTIONS),
        }
    )
    check({"overlaps": (measured.overlaps, MAX_OVERLAPS)})
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            measures = measured.operations[one.name.value if one.name else None]
            check({"cost": (measures.price.amount(None), max_cost(one))})
