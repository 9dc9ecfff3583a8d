"""Lists, their orders and the cursors in them."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.api.lists import encode_cursor
from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import bad_input
from tests.differential.reference.tables import Row

DEFAULT_SIZE = 20
GREATEST_SIZE = 100

Position = tuple[Any, ...]
Edge = Mapping[str, object]


OF_PAGES = {"first", "after", "last", "before", "orderBy"}


def what_is_given(arguments: Arguments) -> str:
    """What tells a list's arguments, beside those of its pages and its order, from others; empty without any."""
    given = _bare({name: value for name, value in arguments.items() if name not in OF_PAGES})
    return hashlib.blake2b(json.dumps(given, sort_keys=True).encode(), digest_size=9).hexdigest() if given else ""


def _bare(value: object) -> object:
    """As JSON has it, without members that say nothing, and with numbers as short as can be."""
    if isinstance(value, Mapping):
        members = {name: _bare(one) for name, one in value.items()}
        return {name: one for name, one in members.items() if one is not None and one != {}}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Listing:
    """A list in one order: `name` and `order` as cursors know them, what is given beside, and the sort key of a row.

    No two rows have the same key; `types` are those of its values."""

    name: str
    order: str
    key: Callable[[Row], Position]
    types: tuple[type, ...]
    given: str = ""
    descending: bool = False

    @property
    def identity(self) -> str:
        return f"{self.name}/{self.order}/{'desc' if self.descending else 'asc'}/{self.given}"

    def cursor(self, row: Row) -> str:
        return encode_cursor(self.identity, self.key(row))

    def read_cursor(self, argument: str, text: str | None) -> Position | None:
        """The place that a cursor stands for."""
        if text is None:
            return None
        try:
            parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            found, values = parts[0], parts[1:]
        except (binascii.Error, ValueError, LookupError, TypeError):
            found, values = None, []
        if found == self.identity and len(values) == len(self.types):
            position = tuple(_read(kind, value) for kind, value in zip(self.types, values, strict=True))
            if None not in position:
                return position
        if isinstance(found, str) and found != self.identity:
            raise bad_input(f"{argument}: this cursor is of another list, order or filter; begin again without it")
        raise bad_input(f"{argument}: not a cursor; use one that a page of this list gave")


def page(
    listing: Listing, rows: Iterable[Row], arguments: Arguments, edge: Callable[[Row], Edge] = lambda row: {"node": row}
) -> Row:
    """The part of a list that the arguments ask for, as a connection; `edge` is what an edge has beside its cursor."""
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise bad_input("first, last: give one of them, not both")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= GREATEST_SIZE:
            raise bad_input(f"{name}: {size} is not between 0 and {GREATEST_SIZE}")
    after = listing.read_cursor("after", arguments.get("after"))
    before = listing.read_cursor("before", arguments.get("before"))

    whole = sorted(rows, key=listing.key, reverse=listing.descending)
    start = sum(1 for row in whole if after is not None and not _precedes(listing, after, listing.key(row)))
    end = sum(1 for row in whole if before is None or _precedes(listing, listing.key(row), before))
    between = whole[start:end]
    if last is not None:
        found = between[max(len(between) - last, 0) :]
        has_previous, has_next = start > 0 or len(found) < len(between), end < len(whole)
    else:
        found = between[: DEFAULT_SIZE if first is None else first]
        has_previous, has_next = start > 0, end < len(whole) or len(found) < len(between)
    cursors = [listing.cursor(row) for row in found]
    edges = [{"cursor": cursor, **edge(row)} for cursor, row in zip(cursors, found, strict=True)]
    return {
        "edges": edges,
        "nodes": [one["node"] for one in edges],
        "page_info": {
            "has_next_page": has_next,
            "has_previous_page": has_previous,
            "start_cursor": cursors[0] if cursors else None,
            "end_cursor": cursors[-1] if cursors else None,
        },
        "total_count": len(whole),
    }


def _precedes(listing: Listing, one: Position, other: Position) -> bool:
    """Whether one place comes before the other in the list."""
    return one > other if listing.descending else one < other


def _read(kind: type, value: object) -> object:
    """A value of a cursor as its type, None if it is none."""
    try:
        if kind is int:
            return value if type(value) is int and -(2**63) <= value < 2**63 else None
        if not isinstance(value, str) or "\0" in value:
            return None
        value.encode()
        if kind is date:
            return date.fromisoformat(value)
        if kind is Decimal:
            return Decimal(value) if re.fullmatch(r"-?[0-9]{1,60}(\.[0-9]{1,60})?|-Infinity", value) else None
    except ValueError:
        return None
    return value
