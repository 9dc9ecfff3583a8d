"""The rules of this installation: its programs, and the calendar that their days are on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg

from tiers.periods import last_closed_day
from tiers.program import Program, program_in_force

_PROBES = [datetime(2018, month, 1, 12, tzinfo=UTC) for month in (1, 7)]


class WrongTimeZone(Exception):
    """The database keeps its days in another time zone than the one that is set, or knows that one otherwise."""


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

    Days of activity are derived in that zone; a second zone would mix two calendars in one table.
    """
    await _check_zone(connection, zone)
    kept = await connection.fetchval(
        "INSERT INTO calendar (id, timezone) VALUES (1, $1)"
        " ON CONFLICT (id) DO UPDATE SET timezone = calendar.timezone RETURNING timezone",
        zone.key,
    )
    if kept != zone.key:
        raise WrongTimeZone(
            f"this database keeps its days in {kept}; set TIERLINE_TIMEZONE={kept} instead of {zone.key}"
        )


async def _check_zone(connection: asyncpg.Connection, zone: ZoneInfo) -> None:
    """Both sides derive days. To PostgreSQL, names like CET are abbreviations: one offset, winter and summer."""
    try:
        times = await connection.fetchval(
            "SELECT array_agg(probe AT TIME ZONE $2 ORDER BY probe) FROM unnest($1::timestamptz[]) AS probe",
            _PROBES,
            zone.key,
        )
    except asyncpg.InvalidParameterValueError:
        times = None
    if times != [probe.astimezone(zone).replace(tzinfo=None) for probe in _PROBES]:
        raise WrongTimeZone(
            f"PostgreSQL does not know {zone.key} as this machine does;"
            " set TIERLINE_TIMEZONE to the zone of a place, such as Europe/Berlin"
        )
