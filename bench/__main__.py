"""`python -m bench`: Tierline beside its peers, on this machine, in one run."""

import asyncio
import signal
import sys
from enum import StrEnum
from typing import Annotated

import typer

from bench.imports import measure_import
from bench.recomputes import measure_recompute
from bench.report import Measurement, print_machine, print_table, say
from bench.servers import describe, start_servers
from ops.data import DataDirectory
from ops.errors import UsageError

TERMINATED = 128 + signal.SIGTERM

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Section(StrEnum):
    IMPORT = "import"
    RECOMPUTE = "recompute"


TITLES = {
    Section.IMPORT: "Import, beside COPY of the same rows already parsed",
    Section.RECOMPUTE: "Recompute, beside one SQL statement that writes the same rows (best of 3)",
}


@app.command()
def main(
    only: Annotated[Section | None, typer.Option(help="Measure one section alone.")] = None,
    scale: Annotated[
        int, typer.Option(min=1, max=100, help="Times 2,000 partners, 100,000 clients and 2,000,000 days of activity.")
    ] = 1,
    lines: Annotated[int, typer.Option(min=10_000, max=100_000_000, help="Activity lines to import.")] = 1_000_000,
) -> None:
    """Measures Tierline beside its peers: import beside bare COPY, recomputes beside one SQL statement.

    Starts a PostgreSQL and a Valkey of its own with ordinary durability, in a temporary directory (TMPDIR says where)
    that is removed at the end. Progress goes to standard error, the tables to standard output.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        with start_servers() as data:
            asyncio.run(_measure(data, [only] if only else list(Section), scale, lines))
    except UsageError as error:
        raise SystemExit(f"bench: {error}") from None
    except asyncio.CancelledError:
        raise SystemExit(TERMINATED) from None


async def _measure(data: DataDirectory, sections: list[Section], scale: int, lines: int) -> None:
    measuring = asyncio.current_task()
    assert measuring is not None
    # From here on a termination unwinds the task instead of breaking off whatever the loop is at.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    say(f"servers run in {data.path}")
    tables: dict[Section, list[Measurement]] = {}
    for section in sections:
        if section is Section.IMPORT:
            tables[section] = await measure_import(data, lines)
        else:
            tables[section] = await measure_recompute(data, scale)
    print_machine(*await describe(data))
    for section, measurements in tables.items():
        print_table(TITLES[section], measurements)


if __name__ == "__main__":
    app()
