"""The set-based SQL: one statement a file in `models/sql`."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of `models/sql/NAME.sql`."""
    return files("models").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
