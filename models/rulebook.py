"""The rules of this installation: its editions, and the calendar that their days are on."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import asyncpg

from models.edition_rows import keep_edition_rows
from models.locks import Lock, lock
from models.statements import statement
from tiers.editions.counted import CountedCurrencies, counted_currencies
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.series import edition_in_force
from tiers.periods import last_closed_day

_TIMEZONE = "SELECT timezone FROM calendar"
_PUBLISHED = "SELECT key, digest FROM edition WHERE status = 'PUBLISHED' ORDER BY effective_from"
_OF_DIGESTS = "SELECT digest, key, text FROM edition WHERE digest = ANY($1)"
_OTHER_PROGRAM = (
    "SELECT program FROM computed_day WHERE program <> $1 UNION ALL"
    " SELECT program FROM tier_decision WHERE program <> $1 LIMIT 1"
)
_OTHER_EDITION = (
    "SELECT edition FROM tier_decision WHERE edition <> ALL ($1::text[]) UNION ALL"
    " SELECT edition FROM standing WHERE edition <> ALL ($1::text[]) LIMIT 1"
)
_TEXTS = "SELECT key, text FROM edition WHERE status = 'PUBLISHED' ORDER BY effective_from"


class Row(Protocol):
    """A row of a table, or what has its columns."""

    def __getitem__(self, column: str, /) -> Any: ...  # noqa: ANN401


class Misfit(Exception):
    """This process and the database go by different things; the message says which, and what to set."""


class WrongTimeZone(Misfit):
    """The database keeps its days in another time zone than the one that is set."""


class WrongRules(Misfit):
    """The database is decided by other editions than those that this process has."""


@dataclass
class Rulebook:
    """The editions by which is decided, by their days, and the time zone in which a day begins and ends.

    A process begins with those of files, of which `texts` has the texts by key; `chosen` are files that somebody has
    named. A database that has editions has the last word (`renew`): they only become more, and none of them changes.
    """

    editions: tuple[Edition, ...]
    zone: ZoneInfo
    texts: Mapping[str, str] = field(default_factory=dict)
    chosen: bool = False
    version: int = 0  # one more for each time that the editions have become others

    @property
    def program(self) -> str:
        """The key of the program, which all editions are of."""
        return self.editions[0].program

    def in_force(self, day: date) -> Edition:
        """The edition in force on the day; raises NoEditionInForce before the first one."""
        return edition_in_force(self.editions, day)

    def last_closed_day(self, now: datetime) -> date:
        """Yesterday, on the program's calendar."""
        return last_closed_day(now, self.zone)

    @cached_property
    def currencies(self) -> CountedCurrencies:
        """Which currencies count on which days."""
        return counted_currencies(self.editions)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """What each edition says, in short, by its key."""
        return {edition.key: digest_edition(edition) for edition in self.editions}

    async def find(self, connection: asyncpg.Connection, digests: Collection[str]) -> Mapping[str, Edition] | None:
        """The editions of the digests, drafts too, of which the database has the texts; None if one is not there.

        Raises EditionError for a text of a version that read other ones."""
        found = {self.digests[one.key]: one for one in self.editions if self.digests[one.key] in digests}
        if missing := set(digests) - found.keys():
            rows = await connection.fetch(_OF_DIGESTS, list(missing))
            found |= dict(zip([row["digest"] for row in rows], await parse_texts(rows), strict=True))
        return found if found.keys() >= set(digests) else None

    async def renew(self, connection: asyncpg.Connection) -> bool:
        """Takes the editions that are published in the database, if it has any; whether they are others than before."""
        published = await read_published(connection)
        if not published or published == self.digests:
            return False
        version = self.version
        editions = await parse_texts(await connection.fetch(_TEXTS))
        if self.version != version and len(editions) <= len(self.editions):
            return True  # another look has been faster, and has seen no less
        self.editions = editions
        self.version += 1
        for known in ("digests", "currencies"):
            self.__dict__.pop(known, None)  # another look may have done so meanwhile
        return True


async def read_published(connection: asyncpg.Connection) -> Mapping[str, str]:
    """The digests of the editions that are published in the database, by key."""
    return {row["key"]: row["digest"] for row in await connection.fetch(_PUBLISHED)}


async def read_currencies(connection: asyncpg.Connection) -> CountedCurrencies | None:
    """Which currencies count on which days by the editions that are published in the database; None without any."""
    editions = await parse_texts(await connection.fetch(_TEXTS))
    return counted_currencies(editions) if editions else None


async def parse_texts(rows: Iterable[Row]) -> tuple[Edition, ...]:
    """The editions of rows with `text` and `key`: in a thread, as long texts take a while. Raises EditionError."""
    return await asyncio.to_thread(lambda: tuple([_parsed(row["text"], row["key"]) for row in rows]))


@lru_cache(maxsize=256)
def _parsed(text: str, key: str) -> Edition:
    edition = parse_edition(text, key)
    _ = edition.digest  # made here, too
    return edition


async def keep_rules(connection: asyncpg.Connection, rules: Rulebook, *, decides: bool) -> None:
    """Has the process go by the calendar and the editions of the database; raises Misfit where it cannot.

    A database without editions gets those of the first process that decides, or answers by them. Files that somebody
    has chosen have to say what is published.
    """
    await keep_calendar(connection, rules.zone)
    if not await read_published(connection):
        await _expect_known(connection, rules)
        if decides and rules.texts:
            async with connection.transaction():
                await lock(connection, Lock.RULES)  # of two first processes the second finds the editions of the other
                if not await read_published(connection):
                    await _publish_first(connection, rules)
    if rules.chosen:
        _expect_published(await read_published(connection), rules)
    await rules.renew(connection)
    if decides:
        await keep_edition_rows(connection, rules.editions)


async def take_rules(connection: asyncpg.Connection) -> None:
    """Forgets by which editions the database was decided before it had any itself."""
    await connection.execute("DELETE FROM program_in_use")


async def _expect_known(connection: asyncpg.Connection, rules: Rulebook) -> None:
    """Raises WrongRules if earlier versions have decided by other editions than those of the process."""
    known = {row["key"]: row["digest"] for row in await connection.fetch("SELECT key, digest FROM program_in_use")}
    if known and (difference := find_difference(known, rules.digests)):
        raise WrongRules(
            f"this database is decided by other rules: {difference}; set TIERLINE_EDITIONS to what its servers had,"
            " or, to go by these from now on, stop them and `tierline migrate --take-rules`"
        )


def _expect_published(published: Mapping[str, str], rules: Rulebook) -> None:
    """Raises WrongRules for an edition of chosen files that the database does not have."""
    for key in rules.texts if published else ():
        if published.get(key) != rules.digests[key]:
            says = "says something else there" if key in published else "is not published there"
            raise WrongRules(
                f"this database is decided by other rules: edition {key} {says}; `tierline editions publish FILE`"
                " publishes one under a key of its own, and TIERLINE_EDITIONS is needed for a new database only"
            )


def find_difference(known: Mapping[str, str], ours: Mapping[str, str]) -> str | None:
    """How the editions of a process differ from those that the database knows, both by key; None if they do not."""
    changed = sorted(key for key in known.keys() & ours.keys() if known[key] != ours[key])
    if changed:
        return f"edition {changed[0]} says something else there"
    if missing := sorted(known.keys() - ours.keys()):
        return f"edition {missing[0]} is missing here"
    return None


async def _publish_first(connection: asyncpg.Connection, rules: Rulebook) -> None:
    """Raises WrongRules if earlier versions have computed another program: nothing of that would be theirs.

    So it does for an edition that is not among them: what was decided by it could not be shown."""
    if (other := await connection.fetchval(_OTHER_PROGRAM, rules.program)) is not None:
        raise WrongRules(
            f"this database has standings and decisions of program {other}, and these editions are of program"
            f' {rules.program}: write `program = "{other}"` in the files of TIERLINE_EDITIONS'
        )
    keys = [one.key for one in rules.editions]
    if (lacking := await connection.fetchval(_OTHER_EDITION, keys)) is not None:
        raise WrongRules(
            f"this database has standings or decisions by edition {lacking}, which is not among these:"
            f" {', '.join(keys)}; put its file beside theirs, into what TIERLINE_EDITIONS names"
        )
    rows = [
        (one.program, one.key, one.name, one.effective_from, digest_edition(one), rules.texts[one.key])
        for one in rules.editions
    ]
    await connection.executemany(statement("models/publish_edition"), rows)
    await connection.execute("DELETE FROM program_in_use")


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
