"""The rules of this installation: its editions, and the calendar that their days are on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import asyncpg

from models.locks import Lock, lock
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.editions.series import edition_in_force
from tiers.periods import last_closed_day

_TIMEZONE = "SELECT timezone FROM calendar"


class Misfit(Exception):
    """This process and the database go by different things; the message says which, and what to set."""


class WrongTimeZone(Misfit):
    """The database keeps its days in another time zone than the one that is set."""


class WrongRules(Misfit):
    """The database is decided by other editions than those that this process has."""


@dataclass(frozen=True)
class Rulebook:
    """All editions, and the time zone in which a day begins and ends."""

    editions: tuple[Edition, ...]
    zone: ZoneInfo

    def in_force(self, day: date) -> Edition:
        """The edition in force on the day; raises NoEditionInForce before the first one."""
        return edition_in_force(self.editions, day)

    def last_closed_day(self, now: datetime) -> date:
        """Yesterday, on the program's calendar."""
        return last_closed_day(now, self.zone)

    @cached_property
    def currencies(self) -> frozenset[str]:
        """Those whose amounts an edition counts."""
        return frozenset(edition.currency for edition in self.editions)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """What each edition says, in short, by its key."""
        return {edition.key: digest_edition(edition) for edition in self.editions}


async def keep_rules(connection: asyncpg.Connection, rules: Rulebook, *, decides: bool) -> None:
    """Raises Misfit unless the process goes by the calendar and the editions of the database.

    A process that decides, or answers by the rules, notes those editions that the database does not know yet. Any other
    one has to have just those that it knows, unless it knows none.
    """
    await keep_calendar(connection, rules.zone)
    known = await _editions_in_use(connection)
    if decides and rules.digests.keys() - known:
        async with connection.transaction():
            # One after the other: of two that begin at once with different editions, the second one is refused.
            await lock(connection, Lock.RULES)
            known = await _editions_in_use(connection)
            known |= {key: digest for key, digest in rules.digests.items() if key not in known}
            if find_difference(known, rules.digests) is None:
                await _note_editions(connection, known)
    if known and (difference := find_difference(known, rules.digests)):
        raise WrongRules(
            f"this database is decided by other rules: {difference}; set TIERLINE_EDITIONS to what its servers have,"
            " or, to go by these from now on, stop them and `tierline migrate --take-rules`"
        )


async def take_rules(connection: asyncpg.Connection, rules: Rulebook) -> None:
    """Makes the editions of this process those of the database, whatever they were; decisions stay as they are."""
    async with connection.transaction():
        await lock(connection, Lock.RULES)
        await connection.execute("DELETE FROM program_in_use")
        await _note_editions(connection, rules.digests)


def find_difference(known: Mapping[str, str], ours: Mapping[str, str]) -> str | None:
    """How the editions of a process differ from those that the database knows, both by key; None if they do not."""
    changed = sorted(key for key in known.keys() & ours.keys() if known[key] != ours[key])
    if changed:
        return f"edition {changed[0]} says something else there"
    if missing := sorted(known.keys() - ours.keys()):
        return f"edition {missing[0]} is missing here"
    if more := sorted(ours.keys() - known.keys()):
        return f"edition {more[0]} is not known there"
    return None


async def _editions_in_use(connection: asyncpg.Connection) -> dict[str, str]:
    return {row["key"]: row["digest"] for row in await connection.fetch("SELECT key, digest FROM program_in_use")}


async def _note_editions(connection: asyncpg.Connection, digests: Mapping[str, str]) -> None:
    await connection.executemany(
        "INSERT INTO program_in_use (key, digest) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", list(digests.items())
    )


async def keep_calendar(connection: asyncpg.Connection, zone: ZoneInfo) -> None:
    """Notes the time zone of the first process in the database, and raises WrongTimeZone in one with another.

    Events get their days in that zone as they are loaded; a second zone would mix two calendars in one table. Of
    several first processes the others wait for one. Later ones only read: the row is locked by every load of activity.
    """
    kept = await connection.fetchval(_TIMEZONE)
    if kept is None:
        await connection.execute(
            "INSERT INTO calendar (id, timezone) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", zone.key
        )
        kept = await connection.fetchval(_TIMEZONE)
    if kept != zone.key:
        raise WrongTimeZone(
            f"this database keeps its days in {kept}; set TIERLINE_TIMEZONE={kept} instead of {zone.key}"
        )
