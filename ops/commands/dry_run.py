"""`tierline dry-run`: what an edition would decide, of which nothing takes effect."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from engine.dry_run_requests import MOST_DAYS, Days, newest_deciding_day, request_dry_run
from engine.editions import read_edition
from jobs.requests import Job, Refusal, Request
from models.clock import bounded
from models.database import acquire
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from models.rulebook import Rulebook
from ops.answers import answer
from ops.dry_runs.files import write_csv
from ops.dry_runs.lines import as_lines
from ops.dry_runs.reading import Data as Told
from ops.dry_runs.reading import read_dry_run
from ops.editions.finding import find_edition, text_of_file
from ops.errors import UsageError
from ops.explaining.asked import SHOWN, AsJson, refused
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option
from ops.requesting import requested, watched
from ops.terminal import err

_TAKES_EFFECT = "a day on which decisions take effect"


def try_edition(  # noqa: PLR0913 (what is asked)
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE_OR_KEY",
            help="An edition file (TOML), or the key of a draft or of a published edition; by default the draft that"
            " was written last or, without any, the edition in force.",
        ),
    ] = None,
    *,
    on: Annotated[
        date | None,
        day_option("--on", f"{_TAKES_EFFECT.capitalize()}; by default the newest one."),
    ] = None,
    first: Annotated[
        date | None,
        day_option("--from", f"The first of at most {MOST_DAYS} such days."),
    ] = None,
    last: Annotated[date | None, day_option("--to", "The last one; by default the newest.")] = None,
    csv_file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write a line for each partner on each day to this file, too."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=f"Show all partners that move, not only {SHOWN} of each move.")
    ] = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    if on is not None and (first is not None or last is not None):
        raise UsageError("--on is given with --from or --to: name one day, or the first and the last one")
    if last is not None and first is None:
        raise UsageError("--to is given without --from: name the first day, YYYY-MM-DD, or leave out both")
    if csv_file is not None and not csv_file.absolute().parent.is_dir():
        raise UsageError(f"{csv_file}: there is no directory {csv_file.absolute().parent}")
    text = None if which is None else text_of_file(which)
    with refused():
        told = asyncio.run(_try(Installation.find(data), which, text, (on or first, on or last), csv_file))
    answer(told, as_lines(told, None if everything else SHOWN), as_json=as_json)


async def _try(
    installation: Installation,
    which: str | None,
    text: str | None,
    days: tuple[date | None, date | None],
    csv_file: Path | None,
) -> Told:
    async def ask(connection: asyncpg.Connection, rules: Rulebook, request: Request) -> Job | list[Refusal]:
        closed = rules.last_closed_day(await bounded(connection, request.requested_at))
        newest = newest_deciding_day(closed)
        first, last = days[0] or newest, days[1] or newest
        content = text if text is not None else (await _find(which, rules, closed)).text
        edition = read_edition(content, which or "edition")
        if isinstance(edition, list):
            return edition
        asked = Days(first, last, ("--from", "--to"))
        return await request_dry_run(connection, rules, edition, content, asked, request)

    async with requested(installation, ask, takes_turns=False) as job:
        await watched(job)
        async with acquire() as connection:
            told = await read_dry_run(connection, job)
            if csv_file is not None:
                lines = await write_csv(connection, job, csv_file)
                err.tell(f"{csv_file}: {lines:,} lines")
    return told


async def _find(which: str | None, rules: Rulebook, closed: date) -> EditionRow:
    """The edition of the key; without one, the newest draft or, where there is none, the edition in force."""
    if which is not None:
        return await find_edition(which)
    draft = await EditionRow.filter(program=rules.program, status=EditionStatus.DRAFT).order_by("-changed_at").first()
    key = rules.in_force(closed).key
    return draft or await EditionRow.get(program=rules.program, key=key, status=EditionStatus.PUBLISHED)
