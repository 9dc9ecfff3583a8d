"""`tierline import`."""

import asyncio
import os
import shlex
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from intake.formats import NotNdjson
from intake.lines import open_lines
from intake.load import IntakeSummary
from intake.terms import Confirmation, Terms
from ops.errors import UsageError
from ops.installation import Installation
from ops.loading import STANDARD_INPUT, load_with_progress, size_of
from ops.notices import MOST_TOLD
from ops.parameters import DEFAULT_DATA, Data
from ops.stopping import interruptible
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
            help="Take MRR reports also if they have less than half of the clients, or of the MRR, of the ones before.",
        ),
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors",
            metavar="FILE",
            help=f"Write every bad line's file, line, field and reason there, as NDJSON; only {MOST_TOLD} are printed.",
        ),
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    for file in files:
        _check_readable(file)
        if errors is not None and errors.exists() and Path(file).exists() and errors.samefile(file):
            raise UsageError(f"--errors {errors} would overwrite a file that is to be loaded; name another one")
    installation = Installation.find(data)
    confirmation = Confirmation("command line", datetime.now(UTC)) if confirm_reports else None
    with ExitStack() as stack:
        kept = None if errors is None else stack.enter_context(errors.open("wb"))
        stack.enter_context(interruptible())
        if not asyncio.run(_import(installation, files, confirmation, strict=strict, errors=kept)):
            raise typer.Exit(1)


async def _import(
    installation: Installation,
    files: list[str],
    confirmation: Confirmation | None,
    *,
    strict: bool,
    errors: BinaryIO | None,
) -> bool:
    clean = True
    async with installation.opened():
        terms = replace(installation.terms, confirmation=confirmation)  # by the editions of the database
        for place, file in enumerate(files):
            name = _name_of(file)
            summary = await _load(file, terms, strict=strict, errors=errors)
            counts = (summary.accepted, summary.unchanged, summary.rejected)
            out.tell("{}: {:,} accepted, {:,} unchanged, {:,} rejected".format(name, *counts))
            clean = clean and not summary.rejected
            if strict and not clean:
                not_loaded = ", ".join(files[place:])
                err.tell(f"--strict: nothing was loaded of {not_loaded}")
                break
    return clean


async def _load(file: str, terms: Terms, *, strict: bool, errors: BinaryIO | None) -> IntakeSummary:
    size = size_of(file)
    try:
        with open_lines(file) as lines:
            return await load_with_progress(lines, terms, name=_name_of(file), size=size, strict=strict, errors=errors)
    except NotNdjson as error:
        raise _refusal(file, error) from error


def _name_of(file: str) -> str:
    return "stdin" if file == STANDARD_INPUT else file


def _check_readable(file: str) -> None:
    """Before anything is loaded: a name mistyped at the end should not come after an hour of loading.

    Pipes are not touched, as what is read of them is gone."""
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise UsageError("standard input is closed; name a file, or write to the command")
        return
    if Path(file).is_dir():
        raise UsageError(f"{file} is a directory; name the files in it")
    if Path(file).exists() and not Path(file).is_file():
        if not os.access(file, os.R_OK):
            raise UsageError(f"{file}: Permission denied")
        return
    try:
        with open_lines(file) as lines:
            next(lines, None)
    except NotNdjson as error:
        raise _refusal(file, error) from error


def _refusal(file: str, error: NotNdjson) -> UsageError:
    remedy = error.found.remedy.format(file="FILE" if file == STANDARD_INPUT else shlex.quote(file))
    return UsageError(f"{_name_of(file)} {error}, so nothing of it was loaded: {remedy}")
