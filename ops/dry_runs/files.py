"""A dry run's partners as a file that spreadsheets read."""

import csv
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import asyncpg

from ops.dry_runs.reading import gates_of, read_partners
from ops.errors import UsageError

COLUMNS = ("effective_on", "partner", "name", "tier_before", "tier_after", "change", "gates")


async def write_csv(connection: asyncpg.Connection, number: int, file: Path) -> int:
    """Writes a line for each partner on each day, in place of a file that is there; gives how many.

    All of it is there, or nothing has changed. Raises UsageError where it cannot be written."""
    lines = 0
    with _replaced(file) as partial:
        writer = csv.writer(partial)
        writer.writerow(COLUMNS)
        async with aclosing(read_partners(connection, number)) as partners:
            async for row in partners:
                gates = " ".join(gate["metric_key"] for gate in gates_of(row))
                writer.writerow((*(row[column] for column in COLUMNS[:-1]), gates))
                lines += 1
    return lines


@contextmanager
def _replaced(file: Path) -> Iterator[IO[str]]:
    """What is to be the file once the block is through, and goes away otherwise."""
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=file.parent, delete=False) as partial:
            try:
                yield partial.file
                partial.close()
                Path(partial.name).replace(file)
            except BaseException:
                Path(partial.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from None
