"""The rules of this installation: its programs, and the calendar that their days are on."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg

from tiers.periods import last_closed_day
from tiers.program import Program, program_in_force


class WrongTimeZone(Exception):
    """The database keeps its days in another time zone than the one that is set."""


@dataclass(frozen=True)
class Rulebook:
    """All programs, and the time zone in which a day begins and ends."""

    programs: tuple[Program, ...]
    zone: ZoneInfo

    def in_force(self, day: date) -> Program:
        """The program in force on the day; raises NoProgramInForce before the first one."""
        return program_in_force(self.programs, day)

    def last_closed_day(self, now: datetime) -> date:
        """Yesterday, on the program's calendar."""
        return last_closed_day(now, self.zone)


async def keep_calendar(connection: asyncpg.Connection, zone: ZoneInfo) -> None:
    """Notes the time zone of the first process in the database, and raises WrongTimeZone in one with another.

    Events get their days in that zone as they are loaded; a second zone would mix two calendars in one table.
    """
    kept = await connection.fetchval(
        "INSERT INTO calendar (id, timezone) VALUES (1, $1)"
        " ON CONFLICT (id) DO UPDATE SET timezone = calendar.timezone RETURNING timezone",
        zone.key,
    )
    if kept != zone.key:
        raise WrongTimeZone(
            f"this database keeps its days in {kept}; set TIERLINE_TIMEZONE={kept} instead of {zone.key}"
        )
