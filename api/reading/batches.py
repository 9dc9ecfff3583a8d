"""Rows for many viewers at once: what live events tell, in one statement for all who watch with the same document."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLObjectType

from api.execution.errors import TooMuch
from api.execution.limits.bounds import MAX_EVENTS_BYTES
from api.reading.declared import Reading
from api.reading.json_text import concat
from api.reading.objects import Objects
from api.reading.rows import ROOM, Given, Row, joined, stored_of, table_of
from api.reading.selections import Selected
from api.reading.sql import Param, Pieces, Sql

VIEWER = Param("viewer")


@dataclass(slots=True)
class Room:
    """How many bytes more a batch of events may show."""

    left: int

    def take(self, size: int) -> None:
        """Takes room for texts. Raises TooMuch if there is not enough."""
        if size > self.left:
            most = MAX_EVENTS_BYTES // 2**20
            raise TooMuch(f"what an event shows is larger than {most} MiB; select less, or fewer objects")
        self.left -= size


@dataclass(frozen=True, slots=True, eq=False)
class Batch(Reading):
    """Rows, each with the key of the partner who looks at it; with None for operators, who then are all of them.

    Rows are keys of the type's table; with `table` they are the JSON of the table's rows as they once were."""

    rows: Sql
    viewers: Sequence[int | None]
    table: str | None = None

    @classmethod
    def of(
        cls, wanted: Sequence[int] | Sequence[str], viewers: Sequence[int | None], table: str | None = None
    ) -> "Batch":
        kind = "bigint" if table is None else "jsonb"
        return cls(Sql(f"unnest({{}}::{kind}[], {{}}::bigint[])", (wanted, viewers)), viewers, table)

    @property
    def for_partners(self) -> bool:
        """Whether partners look, not operators."""
        return self.viewers[0] is not None

    @property
    def pieces(self) -> tuple[Sql, ...]:
        return (self.rows,)

    @property
    def flags(self) -> tuple[object, ...]:
        return (self.table,)


def select_batch(objects: Objects, kind: GraphQLObjectType, below: Sequence[Selected], given: Given) -> Pieces:
    """The SELECT of the places and texts of the rows that their viewers see, and the bytes of all texts together.

    Without the texts when those are more than there is room for."""
    batch = given.reading
    assert isinstance(batch, Batch)
    stored = stored_of(kind)
    row = Row(objects.rows.alias(), "", stored.model)
    text = concat(objects.write(kind, below, row))
    if batch.table is None:
        source = f"JOIN {table_of(stored)} {row.alias} ON {row.alias}.id = wanted.id"
    else:
        source = f"CROSS JOIN LATERAL jsonb_populate_record(NULL::{batch.table}, wanted.id) {row.alias}"
    pieces: Pieces = (
        "SELECT place, CASE WHEN total <= ", Param(ROOM), " THEN convert_to(text, 'UTF8') END AS text, total FROM (",
        "SELECT place, text, sum(octet_length(text)) OVER () AS total FROM (",
        "SELECT wanted.place, ", *text, " AS text FROM ", *given.place(batch.rows, "", ""),
        f" WITH ORDINALITY AS wanted(id, viewer, place) {source}", *joined(row, row.joins),
        " WHERE true", *objects.rows.scope(stored, row, of_parent=False),
        # OFFSET keeps PostgreSQL from working a text out twice.
        " OFFSET 0) AS built) AS measured",
    )  # fmt: skip
    return tuple("wanted.viewer" if piece == VIEWER else piece for piece in pieces)
