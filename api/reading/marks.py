"""Marks in a statement's answer, in whose place something else is put before anybody counts or reads it."""

from collections.abc import Callable, Mapping, Sequence
from re import Match, Pattern
from typing import Any

Texts = Sequence[Mapping[str, Any]]
Mark = Match[bytes]


def marks_in(rows: Texts, pattern: Pattern[bytes]) -> dict[bytes, Mark]:
    """The different marks of a kind in the rows' texts."""
    texts = (row["text"] for row in rows)
    return {found[0]: found for text in texts if text is not None for found in pattern.finditer(text)}


def put_in(rows: Texts, pattern: Pattern[bytes], value_of: Callable[[Mark], bytes], room: int) -> Texts:
    """The rows with values for the marks in `text`, and how long all texts are then as `size` and `total`.

    Without texts beyond the room."""
    values: dict[bytes, bytes] = {}
    texts: list[bytes | None] = [row["text"] for row in rows]
    total = sum(len(text) for text in texts if text is not None)
    for found in (found for text in texts if text is not None for found in pattern.finditer(text)):
        if found[0] not in values:
            values[found[0]] = value_of(found)
        total += len(values[found[0]]) - len(found[0])
        if total > room:
            return without_texts(rows, total)
    return [
        {**row, "text": text and pattern.sub(lambda found: values[found[0]], text), "size": total, "total": total}
        for row, text in zip(rows, texts, strict=True)
    ]


def without_texts(rows: Texts, total: int) -> Texts:
    """The rows as they are where their texts would be longer than there is room for."""
    return [{**row, "text": None, "size": total, "total": total} for row in rows]
