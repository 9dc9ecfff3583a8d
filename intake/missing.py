"""Which MRR reports a bad line may be a line of: without it, they would tell of clients that they have no MRR."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.record_type import Kind
from tiers.errors import MonthError
from tiers.periods import parse_month

_GREATEST_REVISION = 2**31 - 1
_UNCLEAR = object()  # what a key says that says two things


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports by their month, its first day, and their revision; None: any."""

    period: date | None
    revision: int | None


def reports_of(line: bytes, types: Sequence[Kind]) -> Reports | None:
    """The reports that the bad line may be a line of, as far as can be read from it; None if it is of another type.

    What cannot be read, a type that is not known included, may have been meant to be anything."""
    try:
        value = json.loads(line.decode(errors="replace"), object_pairs_hook=_unite)
    except (ValueError, RecursionError):
        return Reports(None, None)
    if not isinstance(value, dict):
        return Reports(None, None)
    if value.get("type") in [kind.name for kind in types if not kind.of_report]:
        return None
    names = {"type", *(field.name for kind in types if kind.of_report for field in kind.fields)}
    return Reports(_period(value.get("period")), _revision(value, names))


def _unite(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        found[key] = value if found.get(key, value) == value else _UNCLEAR
    return found


def _period(value: object) -> date | None:
    try:
        return parse_month(value) if isinstance(value, str) else None
    except MonthError:
        return None


def _revision(line: dict[str, object], names: set[str]) -> int | None:
    value = line.get("revision")
    if value is None:
        return 1 if line.keys() <= names else None  # a field too many may be the revision, misspelt
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 1 <= value <= _GREATEST_REVISION else None
