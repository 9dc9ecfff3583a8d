"""What cannot be answered inside an answer: marks in the text, which become errors at the places where they are found.

A field whose arguments cannot be used leaves a mark wherever its object is there, and nothing where it is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLOutputType, is_list_type, is_non_null_type

from api.execution.errors import BadInput, EditionMissing
from api.reading.selections import Selected

MARK = b'{"!":'  # no field has such a name, and inside a text its quotation marks would be escaped
MISSING = '{"!":"a row that another one refers to is gone"}'
BAD = "bad"  # the key of what is said of an argument that only the database could judge
GONE = "gone"  # the key of what is said of an edition that is not there
UNKNOWN = (f'{{"!":{{"{GONE}":', "}}")  # around the text that names it

Path = list[str | int]
Json = Any  # as it is parsed


@dataclass(frozen=True, slots=True)
class Refused:
    """A field with arguments that cannot be used, and the error that says why."""

    place: int
    error: Exception

    @property
    def mark(self) -> str:
        """What stands in the answer's text instead of a value."""
        return f'{{"!":{self.place}}}'

    @property
    def shape(self) -> tuple[object, ...]:
        """What tells it from other ways of reading the field; a part of Given.shape."""
        return ("refused", self.place)


def is_marked(text: bytes) -> bool:
    """Whether there is a mark in the text.

    Looking for one byte, which few answers have, takes some microseconds, and for all five a tenth of a nested answer's
    time: every object begins like a mark."""
    return b"!" in text and MARK in text


class UnreadableRow(LookupError):
    """A stored row refers to a row that is gone."""


@dataclass
class Settler:
    """Puts errors in the place of marks, as GraphQL has it: null where that is allowed, else further up."""

    refused: Sequence[object]
    errors: list[GraphQLError] = field(default_factory=list)

    def settle(
        self, value: Json, kind: GraphQLOutputType, node: FieldNode, below: Sequence[Selected], path: Path
    ) -> Json:
        """The value of a field without marks; raises GraphQLError where it may not be null."""
        if is_non_null_type(kind):
            return self._inside(value, kind.of_type, node, below, path)
        try:
            return self._inside(value, kind, node, below, path)
        except GraphQLError as error:
            self.errors.append(error)
            return None

    def _inside(
        self, value: Json, kind: GraphQLOutputType, node: FieldNode, below: Sequence[Selected], path: Path
    ) -> Json:
        if isinstance(value, list) and is_list_type(kind):
            items = enumerate(value)
            return [self.settle(item, kind.of_type, node, below, [*path, place]) for place, item in items]
        if not isinstance(value, dict):
            return value
        if "!" in value:
            cause = self._cause(value["!"])
            message = cause.message if isinstance(cause, GraphQLError) else str(cause)  # without where it stands
            raise GraphQLError(message, [node], path=path, original_error=cause)
        return {
            one.key: self.settle(value[one.key], one.field.type, one.node, one.below, [*path, one.key]) for one in below
        }

    def _cause(self, mark: object) -> Exception:
        if isinstance(mark, int):
            refused = self.refused[mark]
            assert isinstance(refused, Refused)
            return refused.error
        if isinstance(mark, dict):
            return EditionMissing(mark[GONE]) if GONE in mark else BadInput(mark[BAD])
        return UnreadableRow(str(mark))
