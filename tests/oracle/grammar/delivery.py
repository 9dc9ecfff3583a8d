"""Facts as the lines of an import file."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.oracle.intake import Tables

TYPES = {
    "partners": "partner",
    "certifications": "certification",
    "employees": "employee",
    "credentials": "credential",
    "clients": "client",
    "sales": "sale",
    "accesses": "access",
    "measures": "measure",
    "mrr": "mrr",
    "reports": "mrr_report",
    "activities": "activity",
}
UNSAID = {"confirmed", "lines", "total"}
Line = dict[str, Any]


def lines_of(tables: Tables) -> Iterator[tuple[str, Any, Line]]:
    """Each fact's table and key, and its line; what others refer to comes first."""
    for table, kind in TYPES.items():
        for key, fact in getattr(tables, table).items():
            said = {one.name: getattr(fact, one.name) for one in fields(fact) if one.name not in UNSAID}
            yield table, key, {"type": kind, **{name: _written(name, value) for name, value in said.items()}}


def _written(name: str, value: object) -> object:
    if name == "period" and isinstance(value, date):
        return f"{value:%Y-%m}"
    for sort, write in _WRITTEN.items():
        if isinstance(value, sort):
            return write(value)
    return value


_WRITTEN: dict[type, Callable[[Any], object]] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: lambda value: f"{value:f}",
    tuple: list,
}
