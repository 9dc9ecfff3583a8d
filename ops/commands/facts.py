"""`tierline import`."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from models.intake.lines import open_lines
from models.intake.load import IntakeSummary
from models.intake.terms import Confirmation, Terms
from ops.errors import UsageError
from ops.installation import Installation
from ops.loading import STANDARD_INPUT, load_with_progress, size_of
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import err, out


def import_facts(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="NDJSON files; - is standard input.")],
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Load nothing of a file that has a bad line, nor of the files after it.")
    ] = False,
    confirm_reports: Annotated[
        bool,
        typer.Option(
            "--confirm-reports",
            help="Take MRR reports also if they have less than half of the lines, or of the MRR, of the ones before.",
        ),
    ] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Load facts: bad lines are told with their reason, the others are kept."""
    for file in files:
        _check_readable(file)
    installation = Installation.find(data)
    confirmation = Confirmation("command line", datetime.now(UTC)) if confirm_reports else None
    terms = replace(installation.terms, confirmation=confirmation)
    if not asyncio.run(_import(installation, files, terms, strict=strict)):
        raise typer.Exit(1)


async def _import(installation: Installation, files: list[str], terms: Terms, *, strict: bool) -> bool:
    clean = True
    async with installation.opened():
        for place, file in enumerate(files):
            name = "stdin" if file == STANDARD_INPUT else file
            summary = await _load(file, name, terms, strict=strict)
            counts = (summary.accepted, summary.unchanged, summary.rejected)
            out.print("{}: {:,} accepted, {:,} unchanged, {:,} rejected".format(name, *counts), markup=False)
            clean = clean and not summary.rejected
            if strict and not clean:
                not_loaded = ", ".join(files[place:])
                err.print(f"--strict: nothing was loaded of {not_loaded}", markup=False)
                break
    return clean


async def _load(file: str, name: str, terms: Terms, *, strict: bool) -> IntakeSummary:
    with open_lines(file) as lines:
        return await load_with_progress(lines, terms, name=name, size=size_of(file), strict=strict)


def _check_readable(file: str) -> None:
    """Before anything is loaded: a name mistyped at the end should not come after an hour of loading."""
    if file == STANDARD_INPUT:
        return
    if Path(file).is_dir():
        raise UsageError(f"{file} is a directory; name the files in it")
    with open_lines(file):
        pass
