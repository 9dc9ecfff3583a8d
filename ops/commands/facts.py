"""`tierline import`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from models.intake.lines import open_lines
from models.intake.load import IntakeSummary
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
    data: Data = DEFAULT_DATA,
) -> None:
    """Load facts: bad lines are told with their reason, the others are kept."""
    for file in files:
        _check_readable(file)
    if not asyncio.run(_import(Installation.find(data), files, strict=strict)):
        raise typer.Exit(1)


async def _import(installation: Installation, files: list[str], *, strict: bool) -> bool:
    clean = True
    async with installation.opened():
        for place, file in enumerate(files):
            name = "stdin" if file == STANDARD_INPUT else file
            summary = await _load(installation, file, name, strict=strict)
            counts = (summary.accepted, summary.unchanged, summary.rejected)
            out.print("{}: {:,} accepted, {:,} unchanged, {:,} rejected".format(name, *counts), markup=False)
            clean = clean and not summary.rejected
            if strict and not clean:
                not_loaded = ", ".join(files[place:])
                err.print(f"--strict: nothing was loaded of {not_loaded}", markup=False)
                break
    return clean


async def _load(installation: Installation, file: str, name: str, *, strict: bool) -> IntakeSummary:
    with open_lines(file) as lines:
        return await load_with_progress(lines, installation.terms, name=name, size=size_of(file), strict=strict)


def _check_readable(file: str) -> None:
    """Before anything is loaded: a name mistyped at the end should not come after an hour of loading."""
    if file == STANDARD_INPUT:
        return
    if Path(file).is_dir():
        raise UsageError(f"{file} is a directory; name the files in it")
    with open_lines(file):
        pass
