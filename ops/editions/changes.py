"""The commands that draft, publish and withdraw editions."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
import typer

from engine.editions import Act, Published, draft, publish, publish_draft, read_edition, refuse_reason, withdraw
from jobs.requests import COMMAND_LINE, Refusal
from models.programs import Edition as EditionRow
from ops.editions.finding import change, find_edition, sound, text_in, text_of_file
from ops.editions.parameters import File, FileOrDraft, Key
from ops.editions.telling import tell_anew, tell_not_applied, tell_warnings
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import out
from tiers.deciding import why_not_decidable


def draft_edition(file: File, data: Data = DEFAULT_DATA) -> None:
    """Keep a file as a draft, by which nothing is decided; a draft of the same key becomes this one."""
    text = text_in(file)
    edition = sound(read_edition(text, str(file)))

    async def keep(connection: asyncpg.Connection) -> EditionRow | list[Refusal]:
        return await draft(connection, edition, text, _act())

    row = asyncio.run(change(Installation.find(data), keep))
    out.tell(f"{row.program}/{row.key} is a draft: `tierline editions publish {row.key}` publishes it")
    tell_not_applied(list(why_not_decidable(edition)))


def publish_edition(
    which: FileOrDraft,
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
    if refused := refuse_reason(reason, backdate=backdate):
        raise UsageError(*(one.message for one in refused))
    text = text_of_file(which)

    async def make(connection: asyncpg.Connection) -> Published | list[Refusal]:
        if text is None:
            row = await find_edition(which)
            return await publish_draft(connection, row.program, row.key, _act(), backdate=reason)
        edition = read_edition(text, which)
        return (
            edition if isinstance(edition, list) else await publish(connection, edition, text, _act(), backdate=reason)
        )

    published = asyncio.run(change(Installation.find(data), make))
    row = published.row
    if published.already:
        out.tell(f"{row.program}/{row.key} is published already, with this content")
        return
    out.tell(f"{row.program}/{row.key} is published: in force from {row.effective_from}")
    tell_warnings(published.warnings)
    tell_not_applied(published.not_applied)
    tell_anew(published.anew)


def withdraw_edition(key: Key, data: Data = DEFAULT_DATA) -> None:
    """Take a draft back. A published edition stays."""

    async def take_back(connection: asyncpg.Connection) -> EditionRow | list[Refusal]:
        row = await find_edition(key)
        return await withdraw(connection, row.program, row.key, _act())

    row = asyncio.run(change(Installation.find(data), take_back))
    out.tell(f"{row.program}/{row.key} is withdrawn")


def _act() -> Act:
    return Act(COMMAND_LINE, datetime.now(UTC))
