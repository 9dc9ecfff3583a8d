"""The commands that look at editions and change nothing."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
import typer

from engine.editions import NOTHING_ANEW, Examined, examine, read_edition
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from ops.answers import print_json
from ops.editions.finding import all_editions, find_edition, read, sound, text_in, text_of_file
from ops.editions.parameters import AsJson, Either, File, Key
from ops.editions.telling import anew_json, last_days, tell_anew, tell_not_applied, tell_warnings
from ops.editions.telling import as_json as row_as_json
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import out
from tiers.editions.difference import difference
from tiers.editions.edition import Edition

DIGEST_SHOWN = 12


def list_editions(
    *,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Also those that were taken back.")] = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the editions of each program: those published by their days, then the drafts."""
    rows = [
        row
        for row in asyncio.run(read(Installation.find(data), all_editions))
        if withdrawn or row.status is not EditionStatus.WITHDRAWN
    ]
    ends = last_days(rows)
    if as_json:
        print_json([row_as_json(row, ends) for row in rows])
        return
    for row in rows:
        until = ends.get(row.id)
        days = f"from {row.effective_from}" + (f" to {until}" if until else "")
        out.tell(
            f"{row.program + '/' + row.key:<28} {row.status:<10} {days:<34} {row.digest[:DIGEST_SHOWN]}  {row.name}"
        )
    if not rows:
        out.print("no edition")


def show_edition(key: Key, *, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Print an edition's file as it was given; with --json, what is known about it too."""

    async def find(_: asyncpg.Connection) -> tuple[EditionRow, list[EditionRow]]:
        return await find_edition(key), await EditionRow.all()

    row, rows = asyncio.run(read(Installation.find(data), find))
    if as_json:
        print_json({**row_as_json(row, last_days(rows)), "text": row.text})
    else:
        out.print(row.text.rstrip("\n"))


def check_edition(
    file: File,
    *,
    backdate: Annotated[bool, typer.Option("--backdate", help="As if it were published with --backdate.")] = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Tell everything that keeps a file from being published, all at once; exits 1 if there is anything.

    Warns of names that the edition looks for and no fact has."""
    edition = read_edition(text_in(file), str(file))
    if isinstance(edition, Edition):

        async def look(connection: asyncpg.Connection) -> Examined:
            return await examine(connection, edition, datetime.now(UTC), backdate=backdate)

        examined = asyncio.run(read(Installation.find(data), look))
    else:
        examined = Examined(edition, NOTHING_ANEW)
    refusals, anew = examined.refusals, examined.anew
    if as_json:
        told = {
            "problems": [refusal.message for refusal in refusals],
            "warnings": list(examined.warnings),
            "decidedAnew": anew_json(anew) if isinstance(edition, Edition) else None,
            "notApplied": list(examined.not_applied),
        }
        print_json(told)
    else:
        for refusal in refusals:
            out.tell(refusal.message)
        tell_warnings(examined.warnings)
        if not refusals and isinstance(edition, Edition):
            out.tell(f"{edition.program}/{edition.key} can be published")
            tell_not_applied(examined.not_applied)
            tell_anew(anew)
    if refusals:
        raise typer.Exit(1)


def diff_editions(before: Either, after: Either, *, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Tell what another edition says that this one does not, whatever the layout of their files."""
    texts = {which: text for which in (before, after) if (text := text_of_file(which)) is not None}

    async def find(_: asyncpg.Connection) -> dict[str, str]:
        return {which: (await find_edition(which)).text for which in (before, after) if which not in texts}

    if not {before, after} <= texts.keys():
        texts |= asyncio.run(read(Installation.find(data), find))
    old, new = (sound(read_edition(texts[which], which)) for which in (before, after))
    changes = difference(old, new)
    if as_json:
        told = [{"path": one.path, "kind": one.kind, "before": one.before, "after": one.after} for one in changes]
        print_json(told)
        return
    for one in changes:
        sides = [f"- {one.before}"] * (one.before is not None) + [f"+ {one.after}"] * (one.after is not None)
        out.tell(one.path)
        for side in sides:
            out.tell(f"  {side}")
    if not changes:
        out.print("no difference")
