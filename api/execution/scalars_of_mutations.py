"""Which scalars mutations are given as they were sent, to judge them and to say so in their payloads."""

from collections.abc import Collection
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableNode,
    Visitor,
    VisitorAction,
    visit,
)

from api.types.scalars import passing_on


class ScalarsOfMutations(ValuesOfCorrectTypeRule):
    """GraphQL's rule about values, without what days, moments and decimals in arguments of mutations are."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        """The type is the root itself where variables are declared, each with its default."""
        info = self.context
        with passing_on(info.schema.mutation_type in (info.get_parent_type(), info.get_type())):
            return super().is_valid_value_node(node, input_type)


def names_below_mutations(schema: GraphQLSchema, document: DocumentNode) -> Collection[str]:
    """The names of variables of mutations that other fields take, too, which judge nothing."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if all(one.operation is not OperationType.MUTATION for one in operations):
        return ()
    types, found = TypeInfo(schema), set()

    class Names(Visitor):
        def enter_variable_definition(self, *_: Any) -> VisitorAction:  # noqa: ANN401 - graphql-core's
            return self.SKIP

        def enter_variable(self, node: VariableNode, *_: Any) -> None:  # noqa: ANN401 - graphql-core's
            if types.get_parent_type() is not schema.mutation_type:
                found.add(node.name.value)

    visit(document, TypeInfoVisitor(types, Names()))
    return frozenset(found)
