"""Which operation of a document is meant."""

from collections.abc import Iterator

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension


class OneOperation(SchemaExtension):
    """Refuses a request that does not say which operation of its document it means.

    As the GraphQL specification's GetOperation has it; Strawberry runs the first of several when none is named."""

    def on_parse(self) -> Iterator[None]:
        """Looks at the document once it is parsed, and before anything of it runs."""
        yield
        document = self.execution_context.graphql_document
        if document is None:  # it could not be parsed
            return
        operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
        name = self.execution_context._provided_operation_name  # noqa: SLF001 (the public one falls back on the first)
        if not operations:
            raise GraphQLError("The document has no operation.")
        if name is None and len(operations) > 1:
            raise GraphQLError("The document has several operations; name the one to run in `operationName`.")
        if name is not None and all(one.name is None or one.name.value != name for one in operations):
            raise GraphQLError(f'Unknown operation named "{name}".')
