"""`tierline editions`: what is in force, what is drafted, and how one becomes the other."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, TypeVar

import asyncpg
import typer

from engine.editions import Act, DecidedAnew, Examined, Published, draft, examine, publish, read_edition, withdraw
from jobs.requests import Refusal
from models.database import acquire, transaction
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import err, out
from tiers.editions.difference import difference
from tiers.editions.edition import Edition
from tiers.periods import days_before

DIGEST_SHOWN = 12

T = TypeVar("T")

Key = Annotated[str, typer.Argument(metavar="KEY", help="The edition's key; PROGRAM/KEY where programs share it.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="An edition file (TOML); - for standard input.")]
Either = Annotated[str, typer.Argument(metavar="KEY_OR_FILE", help="An edition's key, or an edition file.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for machines.")]

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_editions(
    *,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Also those that were taken back.")] = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """List the editions of each program: those published by their days, then the drafts."""
    rows = [
        row
        for row in asyncio.run(_read(Installation.find(data), _all))
        if withdrawn or row.status is not EditionStatus.WITHDRAWN
    ]
    ends = _ends(rows)
    if as_json:
        out.print(json.dumps([_as_json(row, ends) for row in rows], indent=2))
        return
    for row in rows:
        until = ends.get(row.id)
        days = f"from {row.effective_from}" + (f" to {until}" if until else "")
        out.tell(
            f"{row.program + '/' + row.key:<28} {row.status:<10} {days:<34} {row.digest[:DIGEST_SHOWN]}  {row.name}"
        )
    if not rows:
        out.print("no edition")


@app.command()
def show(key: Key, *, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Print an edition's file as it was given; with --json, what is known about it too."""

    async def find(_: asyncpg.Connection) -> tuple[EditionRow, list[EditionRow]]:
        return await _find(key), await EditionRow.all()

    row, rows = asyncio.run(_read(Installation.find(data), find))
    if as_json:
        out.print(json.dumps({**_as_json(row, _ends(rows)), "text": row.text}, indent=2))
    else:
        out.print(row.text.rstrip("\n"))


@app.command()
def check(
    file: File,
    *,
    backdate: Annotated[bool, typer.Option("--backdate", help="As if it were published with --backdate.")] = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Tell everything that keeps a file from being published, all at once; exits 1 if there is anything.

    Warns of names that the edition looks for and no fact has."""
    edition = read_edition(_text(file), str(file))
    if isinstance(edition, Edition):

        async def look(connection: asyncpg.Connection) -> Examined:
            return await examine(connection, edition, backdate=backdate)

        examined = asyncio.run(_read(Installation.find(data), look))
        refusals, anew, not_applied = examined.refusals, examined.anew, examined.not_applied
        warnings = examined.warnings
    else:
        refusals, anew, not_applied, warnings = edition, None, (), ()
    if as_json:
        told = {
            "problems": [refusal.message for refusal in refusals],
            "warnings": list(warnings),
            "decidedAnew": None if anew is None else _anew_json(anew),
            "notApplied": list(not_applied),
        }
        out.print(json.dumps(told, indent=2))
    else:
        for refusal in refusals:
            out.tell(refusal.message)
        _tell_warnings(warnings)
        if not refusals and isinstance(edition, Edition):
            out.tell(f"{edition.program}/{edition.key} can be published")
            _tell_not_applied(not_applied)
            _tell_anew(anew)
    if refusals:
        raise typer.Exit(1)


@app.command("draft")
def draft_edition(file: File, data: Data = DEFAULT_DATA) -> None:
    """Keep a file as a draft, by which nothing is decided; a draft of the same key becomes this one."""
    text = _text(file)
    edition = _sound(read_edition(text, str(file)))

    async def keep(connection: asyncpg.Connection) -> EditionRow | list[Refusal]:
        return await draft(connection, edition, text, _act())

    row = _sound(asyncio.run(_change(Installation.find(data), keep)))
    out.tell(f"{row.program}/{row.key} is a draft: `tierline editions publish {row.key}` publishes it")


@app.command()
def diff(before: Either, after: Either, *, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Tell what another edition says that this one does not, whatever the layout of their files."""
    files = {which: _file(which) for which in (before, after)}

    async def find(_: asyncpg.Connection) -> dict[str, str]:
        return {which: await _text_of(which, file) for which, file in files.items()}

    in_files = {which: file for which, file in files.items() if file is not None}
    texts = in_files if len(in_files) == len(files) else asyncio.run(_read(Installation.find(data), find))
    old, new = (_sound(read_edition(texts[which], which)) for which in (before, after))
    changes = difference(old, new)
    if as_json:
        out.print(
            json.dumps(
                [{"path": one.path, "kind": one.kind, "before": one.before, "after": one.after} for one in changes],
                indent=2,
            )
        )
        return
    for one in changes:
        sides = [f"- {one.before}"] * (one.before is not None) + [f"+ {one.after}"] * (one.after is not None)
        out.tell(one.path)
        for side in sides:
            out.tell(f"  {side}")
    if not changes:
        out.print("no difference")


@app.command("publish")
def publish_edition(
    which: Annotated[str, typer.Argument(metavar="FILE_OR_DRAFT", help="An edition file, or the key of a draft.")],
    *,
    backdate: Annotated[
        bool, typer.Option("--backdate", help="Allow a first day that has been computed or decided.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, with --backdate: kept with the edition.")
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Publish an edition: from its first day on everything is decided by it. It never changes afterwards."""
    if backdate and not (reason or "").strip():
        raise UsageError("--backdate is given without --reason: say why, it is kept with the edition")
    if reason is not None and not backdate:
        raise UsageError("--reason is given without --backdate: leave it out, or give both")

    file = _file(which)

    async def make(connection: asyncpg.Connection) -> Published | list[Refusal]:
        text = await _text_of(which, file)
        edition = read_edition(text, which)
        if isinstance(edition, list):
            return edition
        return await publish(connection, edition, text, _act(), backdate=reason)

    published = _sound(asyncio.run(_change(Installation.find(data), make)))
    row = published.row
    if published.already:
        out.tell(f"{row.program}/{row.key} is published already, with this content")
        return
    out.tell(f"{row.program}/{row.key} is published: in force from {row.effective_from}")
    _tell_warnings(published.warnings)
    _tell_not_applied(published.not_applied)
    _tell_anew(published.anew)


@app.command("withdraw")
def withdraw_draft(key: Key, data: Data = DEFAULT_DATA) -> None:
    """Take a draft back. A published edition stays."""

    async def take_back(connection: asyncpg.Connection) -> EditionRow | list[Refusal]:
        row = await _find(key)
        return await withdraw(connection, row.program, row.key, _act())

    row = _sound(asyncio.run(_change(Installation.find(data), take_back)))
    out.tell(f"{row.program}/{row.key} is withdrawn")


def _act() -> Act:
    return Act("command line", datetime.now(UTC))


def _text(file: Path) -> str:
    try:
        content = typer.get_binary_stream("stdin").read() if str(file) == "-" else file.read_bytes()
        return content.decode()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not a TOML file: byte {error.start + 1} is not UTF-8") from None


def _file(which: str) -> str | None:
    """The text of a file, None where there is none and the key of an edition must be meant."""
    return _text(Path(which)) if which == "-" or Path(which).is_file() else None


async def _text_of(which: str, file: str | None) -> str:
    return (await _find(which)).text if file is None else file


async def _all(_: asyncpg.Connection) -> list[EditionRow]:
    rows = await EditionRow.all()
    return sorted(
        rows, key=lambda row: (row.program, row.status != EditionStatus.PUBLISHED, row.effective_from, row.id)
    )


async def _find(key: str) -> EditionRow:
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


def _sound(outcome: T | list[Refusal]) -> T:
    """What was asked for; raises UsageError with a line for each refusal."""
    if isinstance(outcome, list):
        raise UsageError("\n".join(refusal.message for refusal in outcome))
    return outcome


async def _read(installation: Installation, look: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    async with installation.opened(), acquire() as connection:
        return await look(connection)


async def _change(installation: Installation, change: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    async with installation.opened(), transaction() as connection:
        return await change(connection)


def _ends(rows: Sequence[EditionRow]) -> Mapping[int, date]:
    """The last day of each published edition that another one follows, by the number of its row."""
    published = sorted(
        (row for row in rows if row.status is EditionStatus.PUBLISHED),
        key=lambda row: (row.program, row.effective_from),
    )
    return {
        one.id: days_before(following.effective_from, 1)
        for one, following in pairwise(published)
        if one.program == following.program
    }


def _as_json(row: EditionRow, ends: Mapping[int, date]) -> dict[str, object]:
    until = ends.get(row.id)
    return {
        "program": row.program,
        "key": row.key,
        "name": row.name,
        "status": row.status,
        "effectiveFrom": row.effective_from.isoformat(),
        "effectiveUntil": None if until is None else until.isoformat(),
        "digest": row.digest,
        "changedAt": row.changed_at.isoformat(),
        "changedBy": row.changed_by,
        "reason": row.reason,
    }


def _anew_json(anew: DecidedAnew) -> dict[str, object]:
    return {
        name: None if span is None else [day.isoformat() for day in span]
        for name, span in (("days", anew.days), ("decisions", anew.decisions))
    }


def _tell_warnings(warnings: Sequence[str]) -> None:
    """What may be wrong with an edition, and keeps it from nothing."""
    for warning in warnings:
        err.tell(f"warning: {warning}")


def _tell_not_applied(problems: Sequence[str]) -> None:
    """What of the policy is not applied yet, so that no tiers are decided by the edition."""
    if problems:
        err.tell("standings are computed by it, and no tiers are decided yet, as of its policy")
    for problem in problems:
        err.tell(f"  {problem}")


def _tell_anew(anew: DecidedAnew | None) -> None:
    """What of the past would be another one, and by which commands: nothing is computed by itself."""
    if anew is None:
        return
    if anew.days is not None:
        first, last = anew.days
        err.tell(
            f"days from {first} to {last} were computed by another edition:"
            f" `tierline recompute activity --from {first} --to {last}` computes them by this one"
        )
    if anew.decisions is not None:
        first, last = anew.decisions
        err.tell(
            f"decisions effective from {first} to {last} were made by another edition:"
            f" `tierline recompute tiers --month {first:%Y-%m}`, and so on to {last:%Y-%m}, decides them by this one"
        )
