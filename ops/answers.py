"""What a command answers, to people or to machines."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import asyncpg

from ops.terminal import out


def answer(data: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Prints what was asked for: the data for machines, or the lines for people."""
    if as_json:
        print_json(data)
    else:
        for line in lines:
            out.tell(line)


def print_json(data: object) -> None:
    """Prints the data, indented: days and moments as ISO 8601 has them, decimals as texts."""
    out.print(json.dumps(data, default=_written, indent=2))


def named(row: Mapping[str, object] | asyncpg.Record) -> dict[str, object]:
    """The row's values by their names as JSON has them: in camelCase."""
    return {re.sub("_(.)", lambda found: found[1].upper(), name): value for name, value in row.items()}


def _written(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else str(value)
