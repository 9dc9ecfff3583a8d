"""What the texts of editions say: marks in a statement's answer, which are filled in here before anybody reads it.

The database has the texts, and only `tiers` can read them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from api.reading.declared import FromText
from api.reading.edition_values import write_value
from api.reading.json_text import Expression, Json
from api.reading.refusals import BAD
from api.reading.rows import Given, Row
from api.reading.selections import Selected
from api.reading.sql import Sql
from models.rulebook import Rulebook
from tiers.editions.edition import Edition

_MARKED = re.compile(rb'\{"\?":\[([0-9]+),"([0-9a-f]{64})","([0-9a-f]{64})?"\]\}')

NOWHERE = Row("", "")  # nothing of a text is in the row

Texts = Sequence[Mapping[str, Any]]


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
    texts: list[bytes | None] = [row["text"] for row in rows]
    marks = {found for text in texts if text is not None for found in _MARKED.findall(text)}
    digests = {digest.decode() for _, *both in marks for digest in both if digest}
    editions = await rules.find(connection, digests)
    if editions is None:
        return None
    values: dict[bytes, bytes] = {}
    total = sum(len(text) for text in texts if text is not None)
    for found in (found for text in texts if text is not None for found in _MARKED.finditer(text)):
        if found[0] not in values:
            number, digest, other = found.groups(b"")
            values[found[0]] = to_fill[int(number)].fill(editions[digest.decode()], editions.get(other.decode()))
        total += len(values[found[0]]) - len(found[0])
        if total > room:
            return [{**row, "text": None, "size": total, "total": total} for row in rows]
    return [
        {**row, "text": text and _MARKED.sub(lambda found: values[found[0]], text), "size": total, "total": total}
        for row, text in zip(rows, texts, strict=True)
    ]
