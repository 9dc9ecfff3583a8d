"""The set-based SQL: one statement a file, in the folder `sql` of the package that runs it."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of PACKAGE/sql/STATEMENT.sql, for a name of the form PACKAGE/STATEMENT."""
    package, _, stem = name.partition("/")
    return files(package).joinpath("sql", f"{stem}.sql").read_text(encoding="utf-8")
