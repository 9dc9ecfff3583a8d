"""SQL as text with its values beside it: fragments that can be put together, and the one way to run them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.database import acquire

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement. Each `{}` in `text` stands for the next of the `values`."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} {other.text}", self.values + other.values)


NOTHING = Sql("")


def joined(separator: str, pieces: Iterable[Sql]) -> Sql:
    """Pieces with a separator between them."""
    pieces = tuple(pieces)
    return Sql(
        separator.join(piece.text for piece in pieces), tuple(value for piece in pieces for value in piece.values)
    )


async def fetch(statement: Sql) -> list[Row]:
    """The rows of one statement, run on its own."""
    numbers = (f"${number}" for number in range(1, len(statement.values) + 1))
    async with acquire() as connection:
        rows: Any = await connection.fetch(statement.text.format(*numbers), *statement.values)
    return list(rows)  # a Record reads like a Mapping without being one
