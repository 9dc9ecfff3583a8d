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
Fact = tuple[str, Any, Any]
"""One of a table, with its key there: the table's name, the key, and a record of the table's."""


def facts_of(tables: Tables) -> Iterator[Fact]:
    """All facts; what others refer to comes first."""
    for table in TYPES:
        for key, fact in getattr(tables, table).items():
            yield table, key, fact


def line_of(table: str, fact: Any) -> Line:  # noqa: ANN401 - a record of any table
    """The line of a fact of a table."""
    said = {one.name: getattr(fact, one.name) for one in fields(fact) if one.name not in UNSAID}
    return {"type": TYPES[table], **{name: _written(name, value) for name, value in said.items()}}


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
