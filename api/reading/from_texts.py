"""What the texts of editions say: marks in a statement's answer, which are filled in here before anybody reads it.

The database has the texts, and only `tiers` can read them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg
import orjson

from api.reading.declared import FromText
from api.reading.edition_values import write_value
from api.reading.json_text import Expression, Json
from api.reading.marks import Mark, Texts, marks_in, put_in
from api.reading.refusals import BAD
from api.reading.rows import Given, Row
from api.reading.selections import Selected
from api.reading.sql import Sql
from models.rulebook import Rulebook
from tiers.editions.edition import Edition

_MARKED = re.compile(rb'\{"\?":\[([0-9]+),"([0-9a-f]{64})","([0-9a-f]{64})?"\]\}')

NOWHERE = Row("", "")  # nothing of a text is in the row


@dataclass(frozen=True, slots=True)
class ToFill:
    """A field whose value a text has, as it is selected."""

    reading: FromText
    one: Selected

    def fill(self, edition: Edition, other: Edition | None) -> bytes:
        """The field's value as JSON."""
        if self.reading.other is None:
            value = self.reading.show(edition)
        elif other is None:
            return orjson.dumps({"!": {BAD: self.reading.absent}})
        else:
            value = self.reading.show(edition, other)
        text = write_value(value, self.one, NOWHERE)
        return "".join(part for part in text if isinstance(part, str)).encode()


def mark(number: int, given: Given, reading: FromText, row: Row) -> Json:
    """What stands for the value of the field of that number until it is filled in."""
    other: Json = ()
    if reading.other is not None:
        other = (Expression(("coalesce((", *given.place(reading.other, row.alias, row.parent), "), '')")),)
    return (f'{{"?":[{number},"', Expression(row.place(Sql(reading.digest))), '","', *other, '"]}')


async def fill_in(
    rows: Texts, to_fill: Sequence[ToFill], rules: Rulebook, connection: asyncpg.Connection, room: int
) -> Texts | None:
    """The rows with `text` filled in, and how long all texts are as `size` and `total`; without texts beyond the room.

    None where an edition is not there any more that was there when the rows were read: a draft is written anew."""
    marks = marks_in(rows, _MARKED).values()
    digests = {digest.decode() for mark in marks for digest in mark.groups()[1:] if digest}
    editions = await rules.find(connection, digests)
    if editions is None:
        return None

    def value_of(found: Mark) -> bytes:
        number, digest, other = found.groups(b"")
        return to_fill[int(number)].fill(editions[digest.decode()], editions.get(other.decode()))

    return put_in(rows, _MARKED, value_of, room)
