"""Editions by what is said of them on the command line: a file, or a key."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import asyncpg
import typer

from jobs.requests import Refusal
from models.database import acquire, transaction
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from ops.errors import UsageError
from ops.installation import Installation

T = TypeVar("T")


async def read(installation: Installation, look: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    """What a look at the installation's database gives."""
    async with installation.opened(), acquire() as connection:
        return await look(connection)


async def change(
    installation: Installation, change_it: Callable[[asyncpg.Connection], Awaitable[T | list[Refusal]]]
) -> T:
    """What a change of the database, in one transaction, gives; raises UsageError with a line for each refusal."""
    async with installation.opened(), transaction() as connection:
        return sound(await change_it(connection))


def sound(outcome: T | list[Refusal]) -> T:
    """What was asked for; raises UsageError with a line for each refusal."""
    if isinstance(outcome, list):
        raise UsageError(*(refusal.message for refusal in outcome))
    return outcome


def text_in(file: Path) -> str:
    """The text of a file; raises UsageError where it cannot be read."""
    try:
        content = typer.get_binary_stream("stdin").read() if str(file) == "-" else file.read_bytes()
        return content.decode()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not a TOML file: byte {error.start + 1} is not UTF-8") from None


def text_of_file(which: str) -> str | None:
    """The text of a file, None where there is none and the key of an edition must be meant."""
    return text_in(Path(which)) if which == "-" or Path(which).is_file() else None


async def all_editions(_: asyncpg.Connection) -> list[EditionRow]:
    """All there are, by program: those published by their days, then the others."""
    rows = await EditionRow.all()
    return sorted(
        rows, key=lambda row: (row.program, row.status != EditionStatus.PUBLISHED, row.effective_from, row.id)
    )


async def find_edition(key: str) -> EditionRow:
    """The edition of a key, which may be preceded by its program's; raises UsageError unless there is just one."""
    program, _, own = key.rpartition("/")
    rows = await EditionRow.filter(key=own, **({"program": program} if program else {})).exclude(
        status=EditionStatus.WITHDRAWN
    )
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise UsageError(f"no edition {key}, and no such file: `tierline editions list` shows those that there are")
    raise UsageError(
        f"{key} is an edition of several programs: say {' or '.join(f'{row.program}/{own}' for row in rows)}"
    )
