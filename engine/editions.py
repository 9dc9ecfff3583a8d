"""The life of an edition: drafted, looked at as often as one likes, and then published for good, or withdrawn.

An edition's content is checked by `tiers`; what is checked here is whether it fits what the database holds. Whatever
changes something needs a connection in a transaction, and takes the lock of editions. No run is waited for: one has
read by which edition it decides before another one is published, which then knows the run's day to be computed, or it
reads afterwards and sees that one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from engine.edition_facts import find_dropped_currencies, find_ending_currencies, find_unloaded, next_start
from engine.edition_refusals import (
    refuse_absent,
    refuse_key,
    refuse_program,
    wait_for_editions,
    wait_for_loads,
)
from jobs.kinds import kinds_that_lock
from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.edition_rows import add_edition_rows
from models.enums import EditionStatus
from models.locks import Lock
from models.programs import Edition as EditionRow
from models.rulebook import parse_texts
from models.statements import statement
from tiers.deciding import find_late_start, why_not_decidable
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series
from tiers.errors import EditionError
from tiers.storable import why_not_storable

MOST_OF_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to an edition, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecidedAnew:
    """What recomputes would decide by the edition: days that are computed, and days on which decisions took effect.

    Both from the first to the last one, None for none; none of them is of an edition that follows.
    """

    days: tuple[date, date] | None
    decisions: tuple[date, date] | None


NOTHING_ANEW = DecidedAnew(None, None)


@dataclass(frozen=True, slots=True)
class Published:
    """An edition that is published now; `already` where it was before, and nothing has changed."""

    row: EditionRow
    anew: DecidedAnew = NOTHING_ANEW
    already: bool = False
    not_applied: Sequence[str] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What keeps an edition from being published as it is; and by what is decided up to the day before it.

    `not_applied` says what of its policy is not applied yet: then standings are computed by it, and no tiers decided.
    `warnings` are of what may be wrong with it, and keeps it from nothing.
    """

    refusals: Sequence[Refusal]
    anew: DecidedAnew
    not_applied: Sequence[str] = ()
    warnings: Sequence[str] = ()


def refuse_reason(reason: str | None, *, backdate: bool) -> list[Refusal]:
    """Why an edition cannot be published with this reason, which there is just where it is backdated."""
    if not backdate:
        message = "a reason is given without backdate: leave it out, or give both"
        return [] if reason is None else [Refusal(RefusalCode.INVALID_REASON, message, ("reason",))]
    if reason is None or not reason.strip():
        message = "backdate is given without a reason: say why, it is kept with the edition"
    elif len(reason) > MOST_OF_REASON or not reason.isprintable():
        message = f"a reason has 1 to {MOST_OF_REASON:,} printable characters"
    else:
        return []
    return [Refusal(RefusalCode.INVALID_REASON, message, ("reason",))]


def read_edition(text: str, source: str) -> Edition | list[Refusal]:
    """The edition that a text says; a refusal for each of its problems, which name `source`.

    A long text takes a while: where others are answered meanwhile, in a thread."""
    try:
        edition = parse_edition(text, source)
    except EditionError as error:
        return [Refusal(RefusalCode.INVALID_EDITION, problem, ("text",)) for problem in error.problems]
    _ = edition.digest  # made here, too
    return edition


async def examine(
    connection: asyncpg.Connection, edition: Edition, now: datetime, *, backdate: bool = False
) -> Examined:
    """Whether an edition could be published as the database is; `backdate` allows days that have been computed."""
    rows = await EditionRow.exclude(status=EditionStatus.WITHDRAWN)
    refusals = [
        Refusal(RefusalCode.NOT_DECIDABLE, f"{edition.program} {edition.key}: {problem}", ("text",))
        for problem in why_not_storable(edition)
    ]
    refusals += refuse_program(edition, rows)
    refusals += refuse_key(edition, rows)
    others = await parse_texts(
        [
            {"text": row.text, "key": row.key}
            for row in rows
            if row.status is EditionStatus.PUBLISHED and row.program == edition.program and row.key != edition.key
        ]
    )
    if not refusals:
        try:
            check_series([*others, edition])
        except EditionError as error:
            refusals += [Refusal(RefusalCode.EDITIONS_CLASH, problem, ("text",)) for problem in error.problems]
    row = await connection.fetchrow(
        statement("engine/decided_from"),
        edition.effective_from,
        edition.program,
        kinds_that_lock(Lock.RECOMPUTE),
        next_start(edition, others) or date.max,
    )
    assert row is not None
    if row["last_day"] is not None and not backdate:
        refusals.append(
            Refusal(
                RefusalCode.DAY_COMPUTED,
                f"{edition.program} {edition.key}: effective_from: {edition.effective_from} is not after"
                f" {row['last_day']}, which is computed or decided by another one, or is being so: take a later day, or"
                " backdate it and say why",
                ("backdate",),
            )
        )
    dropped = await find_dropped_currencies(connection, edition, others, now)
    refusals += dropped
    ending = [] if dropped else await find_ending_currencies(connection, edition, others)
    days = None if row["first_computed"] is None else (row["first_computed"], row["last_computed"])
    decisions = None if row["first_decision"] is None else (row["first_decision"], row["last_decision"])
    return Examined(
        refusals,
        DecidedAnew(days, decisions),
        list(why_not_decidable(edition)),
        [*find_late_start(edition), *ending, *await find_unloaded(connection, edition)],
    )


async def draft(connection: asyncpg.Connection, edition: Edition, text: str, act: Act) -> EditionRow | list[Refusal]:
    """Keeps an edition that nothing is decided by; one of the same key that is a draft becomes this one."""
    if busy := await wait_for_editions(connection):
        return busy
    rows = await EditionRow.filter(program=edition.program, key=edition.key).exclude(status=EditionStatus.WITHDRAWN)
    published = [row for row in rows if row.status is EditionStatus.PUBLISHED]
    if published:
        return refuse_key(edition, published) or [
            Refusal(
                RefusalCode.EDITION_PUBLISHED,
                f"{edition.program} {edition.key} is published with this content already",
                ("text",),
            )
        ]
    return await _keep(rows, edition, text, EditionStatus.DRAFT, act)


async def publish(
    connection: asyncpg.Connection, edition: Edition, text: str, act: Act, *, backdate: str | None = None
) -> Published | list[Refusal]:
    """Publishes an edition, once and for all. `backdate` is the reason for one in force from a day that is computed.

    Asking again for one that is published with the same content changes nothing. While facts are loaded, it waits for
    some seconds, and then refuses.
    """
    if busy := await wait_for_editions(connection):
        return busy
    rows = await EditionRow.filter(program=edition.program, key=edition.key).exclude(status=EditionStatus.WITHDRAWN)
    for row in rows:
        if row.status is EditionStatus.PUBLISHED and row.digest == digest_edition(edition):
            return Published(row, already=True)
    # A report is published before, and looked at, or after, and by this edition.
    if busy := await wait_for_loads(connection, edition):
        return busy
    examined = await examine(connection, edition, act.at, backdate=backdate is not None)
    if examined.refusals:
        return list(examined.refusals)
    row = await _keep(rows, edition, text, EditionStatus.PUBLISHED, act, backdate)
    await add_edition_rows(connection, edition)
    return Published(row, examined.anew, not_applied=examined.not_applied, warnings=examined.warnings)


async def publish_draft(
    connection: asyncpg.Connection, program: str, key: str, act: Act, *, backdate: str | None = None
) -> Published | list[Refusal]:
    """Publishes what is drafted under the key now; the same as `publish` for one that is published."""
    if busy := await wait_for_editions(connection):
        return busy
    row = await EditionRow.filter(program=program, key=key).exclude(status=EditionStatus.WITHDRAWN).first()
    if row is None:
        return refuse_absent(program, key)
    edition = await asyncio.to_thread(read_edition, row.text, f"{program} {key}")
    if isinstance(edition, list):
        return edition
    return await publish(connection, edition, row.text, act, backdate=backdate)


async def find_text(program: str, key: str) -> str | list[Refusal]:
    """The text that is published, or drafted, under the key now."""
    row = await EditionRow.filter(program=program, key=key).exclude(status=EditionStatus.WITHDRAWN).first()
    return refuse_absent(program, key) if row is None else row.text


async def withdraw(connection: asyncpg.Connection, program: str, key: str, act: Act) -> EditionRow | list[Refusal]:
    """Takes a draft back: its key can be used again. A published edition stays."""
    if busy := await wait_for_editions(connection):
        return busy
    rows = await EditionRow.filter(program=program, key=key).exclude(status=EditionStatus.WITHDRAWN)
    if not rows:
        return refuse_absent(program, key)
    (row,) = rows
    if row.status is EditionStatus.PUBLISHED:
        return [
            Refusal(
                RefusalCode.EDITION_PUBLISHED,
                f"{program} {key} is published and stays: publish another edition that follows it",
                ("key",),
            )
        ]
    row.status, row.changed_at, row.changed_by = EditionStatus.WITHDRAWN, act.at, act.by
    await row.save()
    return row


async def _keep(
    rows: Sequence[EditionRow],
    edition: Edition,
    text: str,
    status: EditionStatus,
    act: Act,
    reason: str | None = None,
) -> EditionRow:
    said = {"status": status, "name": edition.name, "effective_from": edition.effective_from}
    kept = {"digest": digest_edition(edition), "text": text, "reason": reason}
    row = rows[0] if rows else EditionRow(program=edition.program, key=edition.key)
    row = row.update_from_dict({**said, **kept, "changed_at": act.at, "changed_by": act.by})
    await row.save()
    return row
