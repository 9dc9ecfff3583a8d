"""What the roles may do that processes log in as: docs/decisions/0030-three-roles-of-the-database.md.

They are given anew whenever a database was migrated, so that they are those of this version whatever they were.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from models.locks import Lock, lock
from models.statements import statement

MIGRATIONS = "tortoise_migrations"
READ = "SELECT"
ADD = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
CHANGE = "SELECT, INSERT, UPDATE, DELETE"
NOTHING = ""

# Of every table and view, since whoever adds one has to say whether the API needs it. It loads facts, asks for
# recomputes, and is the first process of some databases; the rest it only reads.
API_RIGHTS: Mapping[str, str] = {
    "access": KEEP,
    "activity_event": ADD,
    "actor": ADD,
    "calendar": "SELECT, INSERT, UPDATE (timezone)",  # a load locks its row
    "certification": KEEP,
    "client": KEEP,
    "client_credit": READ,
    "computed_day": READ,
    "credential": KEEP,
    "daily_activity": READ,
    "decision_credit": READ,
    "dry_run": ADD,
    "dry_run_day": READ,
    "dry_run_partner": READ,
    "edition": KEEP,
    "edition_gate": ADD,
    "edition_metric": ADD,
    "employee": KEEP,
    "event": ADD,
    "event_consumer": NOTHING,
    "finding": READ,
    "finding_look": READ,
    "forecast": READ,
    "forecast_day": READ,
    "forecast_task": NOTHING,
    "found_forecast": NOTHING,
    "installation": READ,
    "latest_decision": READ,
    "measure": KEEP,
    "mrr_line": KEEP,
    "mrr_report": KEEP,
    "newest_day": READ,
    "newest_standing": READ,
    "partner": KEEP,
    "program_in_use": "SELECT, DELETE",  # of what versions before have noted there, once there are editions
    "recompute_chunk": READ,
    "recompute_job": KEEP,
    "recompute_run": "SELECT, UPDATE (step)",  # a retried job begins anew
    "run_mark": NOTHING,
    "sale": KEEP,
    "seen_event": ADD,
    "stale_client": "INSERT",
    "stale_day": ADD,  # answers count what waits to be taken in
    "stale_forecast": NOTHING,
    "stale_partner": "INSERT",
    "standing": READ,
    "tier_decision": READ,
    MIGRATIONS: READ,
    "worker": READ,
}
VIEWS = frozenset({"latest_decision", "newest_day", "newest_standing"})
WRITER_READS = VIEWS | {"installation", MIGRATIONS}  # of all others it may change the rows
API_FUNCTIONS = ("make_activity_months(date, date)",)
WRITER_FUNCTIONS = (*API_FUNCTIONS, "drop_unkept_months()", "analyze_table(text)")
# Functions that work with the caller's rights. Everybody may call new ones, unless a server is set up otherwise.
PLAIN_FUNCTIONS = (
    "decision_in_effect(bigint, date)",
    "decision_in_effect(bigint, date, text)",
    "event_digest(text, text, text, text, timestamptz)",
    "folded(text)",
    "folded_beyond_ascii(text)",
    "gates_ahead(text, text, text, jsonb, jsonb)",
    "gates_of_move(bigint)",
    "keep_published_edition()",
    "missing_activity_months(date, date)",
    "nearest_alternative(text, text, text, jsonb, jsonb)",
    "newest_day_of(text)",
    "newest_day_until(date)",
    "newest_decision_until(date)",
    "tier_change(int, int)",
    "tier_on(bigint, date)",
    "with_decimals(numeric, int)",
)

Sequences = Mapping[str, Sequence[str]]
"""The sequences of each table's columns, by the table's name."""

_MAKER = "SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = 'make_activity_months(date, date)'::regprocedure"


@dataclass(frozen=True)
class Roles:
    """The roles, by name, that are given rights: None for a process that logs in as the owner of the tables."""

    writer: str | None = None
    api: str | None = None

    @property
    def names(self) -> list[str]:
        return [name for name in (self.writer, self.api) if name is not None]


NO_ROLES = Roles()


class UnfitRole(Exception):
    """A role cannot be given its rights; the message says what to do."""


async def expect_roles(connection: asyncpg.Connection, roles: Roles) -> None:
    """Raises UnfitRole for roles that `give_rights` could not do its work for."""
    if roles.writer is not None and roles.writer == roles.api:
        raise UnfitRole(f"writer and API cannot both be the role {roles.api}: name another one, or only one of them")
    for found in await connection.fetch(statement("models/roles"), roles.names):
        name = found["name"]
        if not found["is_there"]:
            raise UnfitRole(f"there is no role {name}: CREATE ROLE {quoted(name)} LOGIN, or name another one")
        if found["is_owner"]:
            raise UnfitRole(f"the role {name} is that of the tables' owner, who has all rights: name another one")
        if name == roles.api and found["makes"]:
            right = f"CREATE ON SCHEMA {quoted(found['home'])} FROM PUBLIC, {quoted(name)}"
            raise UnfitRole(f"the role {name} may make tables, as the API must not: REVOKE {right}; or name another")
        lacking = _find_lacking(found, makes_tables=name == roles.writer)
        if lacking is not None:
            user = found["user"]
            raise UnfitRole(f"the role {name} needs what the user {user} cannot give by itself: GRANT {lacking}")


def _find_lacking(found: asyncpg.Record, *, makes_tables: bool) -> str | None:
    """What has to be granted to whom."""
    name, database, home = (quoted(found[column]) for column in ("name", "database", "home"))
    if makes_tables and not found["is_ours"]:  # its tables of runs would be in the way of the owner's dumps, for one
        return f"{name} TO {quoted(found['user'])}"
    if not found["may_connect"]:
        return f"CONNECT, TEMPORARY ON DATABASE {database} TO {name}"
    if not found["may_use"]:
        return f"USAGE ON SCHEMA {home} TO {name}"
    if makes_tables and not found["may_make"]:
        return f"CREATE ON SCHEMA {home} TO {name}"
    return None


async def give_rights(connection: asyncpg.Connection, roles: Roles) -> None:
    """Gives the roles the rights of this version and no others, in one transaction.

    Nobody but them may call what works with the owner's rights. Where there are roles, waits for the loads and runs
    under way. To be called by the owner, after `expect_roles`.
    """
    async with connection.transaction():
        home = quoted(await connection.fetchval("SELECT current_schema()"))
        await connection.execute(f"REVOKE ALL ON FUNCTION {_functions(home, WRITER_FUNCTIONS)} FROM PUBLIC")
        if not roles.names:
            return
        # A table of a month is in the list, or is made after its rights by default are there.
        await lock(connection, Lock.MONTHS)
        found = await connection.fetch(statement("models/our_tables"), list(API_RIGHTS), _pattern_of_runs())
        of_runs = [row["name"] for row in found if row["is_of_run"]]
        sequences = {row["name"]: row["sequences"] for row in found if not row["is_of_run"]}
        for role in roles.names:
            await _take_all(connection, home, sequences, role)
        if roles.writer is not None:
            rights = {table: READ if table in WRITER_READS else CHANGE for table in sequences}
            await _give(connection, home, sequences, roles.writer, rights, WRITER_FUNCTIONS)
            await _let_make_tables(connection, home, roles.writer, of_runs)
        if roles.api is not None:
            await _give(connection, home, sequences, roles.api, API_RIGHTS, API_FUNCTIONS)


async def _take_all(connection: asyncpg.Connection, home: str, sequences: Sequences, role: str) -> None:
    name = quoted(role)
    await connection.execute(f"REVOKE ALL ON TABLE {_listed(home, sequences)} FROM {name}")
    every = [sequence for of_table in sequences.values() for sequence in of_table]
    await connection.execute(f"REVOKE ALL ON SEQUENCE {_listed(home, every)} FROM {name}")
    await connection.execute(f"REVOKE ALL ON FUNCTION {_functions(home, WRITER_FUNCTIONS)} FROM {name}")


async def _give(
    connection: asyncpg.Connection, home: str, sequences: Sequences, role: str, rights: Mapping[str, str],
    functions: Iterable[str],
) -> None:  # fmt: skip
    name = quoted(role)
    await connection.execute(f"GRANT USAGE ON SCHEMA {home} TO {name}")
    tables = defaultdict[str, list[str]](list)
    for table, right in rights.items():
        tables[right].append(table)
    tables.pop(NOTHING, None)
    for right, names in tables.items():
        await connection.execute(f"GRANT {right} ON TABLE {_listed(home, names)} TO {name}")
    numbered = [sequence for table, right in rights.items() if "INSERT" in right for sequence in sequences[table]]
    await connection.execute(f"GRANT USAGE ON SEQUENCE {_listed(home, numbered)} TO {name}")
    called = _functions(home, (*functions, *PLAIN_FUNCTIONS))
    await connection.execute(f"GRANT EXECUTE ON FUNCTION {called} TO {name}")


async def _let_make_tables(connection: asyncpg.Connection, home: str, writer: str, of_runs: Iterable[str]) -> None:
    """Runs have tables of their own, which belong to who makes them; tables of months are the owner's."""
    name = quoted(writer)
    await connection.execute(f"GRANT CREATE ON SCHEMA {home} TO {name}")
    for table in of_runs:  # of the run that is open, begun by another role
        await connection.execute(f"ALTER TABLE {_listed(home, [table])} OWNER TO {name}")
    maker = quoted(await connection.fetchval(_MAKER))
    await connection.execute(
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {maker} IN SCHEMA {home} GRANT {CHANGE} ON TABLES TO {name}"
    )


def quoted(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _listed(home: str, names: Iterable[str]) -> str:
    return ", ".join(f"{home}.{quoted(name)}" for name in names)


def _functions(home: str, signatures: Iterable[str]) -> str:
    return ", ".join(f"{home}.{signature}" for signature in signatures)


def _pattern_of_runs() -> str:
    names = re.findall(r"(\w+)_\{run\}", statement("models/drop_run_tables"))
    return f"^({'|'.join(names)})_[0-9]+$"
