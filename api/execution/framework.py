"""GraphQL's execution, letting through what the database has put together already."""

from typing import Any

from graphql import GraphQLOutputType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.reading.field import Answer


class Executor(StrawberryGraphQLCoreExecutionContext):
    """The same, but for answers, whose JSON is the value with all that is selected of it."""

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: list[FieldDetails],
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: object,
        position_context: Any,  # noqa: ANN401 - graphql-core's
    ) -> Any:  # noqa: ANN401 - any JSON
        """The value of a field, with its errors among those of the operation."""
        if not isinstance(result, Answer):
            return super().complete_value(return_type, field_details_list, info, path, result, position_context)
        self.collected_errors.errors.extend(result.errors)
        return result.json
