"""What a list was asked for, in short. Cursors name it, so that none of another list is taken for one of this."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b

from api.execution.framework import to_camel_case

BYTES = 9  # of which base 64 or hexadecimal digits tell any two apart that somebody may meet


def digest_of(given: Mapping[str, object]) -> str:
    """Tells arguments from others; empty where nothing is given. Members without a value are as good as left out."""
    if not (members := _members(given.items())):
        return ""
    return blake2b(json.dumps(members, sort_keys=True).encode(), digest_size=BYTES).hexdigest()


def _members(items: Iterable[tuple[str, object]]) -> dict[str, object]:
    read = {name: _plain(value) for name, value in items}
    return {name: value for name, value in read.items() if value not in (None, {})}


def _plain(value: object) -> object:
    """A value of an argument as JSON has it; equal numbers are equal texts."""
    if is_dataclass(value):
        return _members((to_camel_case(one.name), getattr(value, one.name)) for one in fields(value))
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    return value.isoformat() if isinstance(value, date) else value
