"""Keeping what was found, for who asks over GraphQL: to look anew would take them seconds."""

from datetime import date, datetime, timedelta

import asyncpg

from engine.findings.finding import Declaration, Ground, text_of
from engine.findings.kinds import KINDS
from engine.findings.looking import read_ground
from models.database import acquire
from models.enums import FindingKind
from models.locks import Lock, try_lock
from models.rulebook import Rulebook
from models.statements import statement

EVERY = timedelta(hours=1)
"""A look reads all activity that is kept; most facts come once a day, and are mended within hours at best."""
LIMIT = timedelta(minutes=10)  # a kind

_LOOKED = "SELECT as_of, looked_at FROM finding_look WHERE kind = $1"
_NONE = "SELECT NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::date, NULL::text WHERE false"


async def keep_findings(rules: Rulebook, now: datetime) -> list[FindingKind]:
    """Looks for each kind for which nobody has within EVERY, as of the last closed day, and keeps what there is.

    Gives the kinds that it has looked for. One process does so at a time, and others go on without. A kind is kept by
    one transaction, which shows all of it; no load or run waits for it but making the tables of months.
    """
    day = rules.last_closed_day(now)
    looked = []
    async with acquire() as connection:
        ground = await read_ground(connection, rules, day)
        for kind, declared in KINDS.items():
            async with connection.transaction():
                if not await try_lock(connection, Lock.FINDINGS):
                    break
                last = await connection.fetchrow(_LOOKED, kind)
                if last is None or last["as_of"] < day or last["looked_at"] <= now - EVERY:
                    total = await _keep(connection, ground, kind, declared)
                    await _note_looked(connection, kind, day, now, total)
                    looked.append(kind)
    return looked


async def _keep(connection: asyncpg.Connection, ground: Ground, kind: FindingKind, declared: Declaration) -> int:
    await connection.execute(statement("engine/begin_snapshot"), str(LIMIT // timedelta(milliseconds=1)))
    is_needed = declared.is_needed(ground)
    values = [take(ground) for take in declared.takes] if is_needed else []
    name, severity = (f"${len(values) + place}" for place in (1, 2))
    text = statement("engine/keep_findings").format(
        kind=text_of(kind) if is_needed else _NONE, name=name, severity=severity
    )
    total: int = await connection.fetchval(text, *values, kind, declared.severity)
    return total


async def _note_looked(connection: asyncpg.Connection, kind: FindingKind, day: date, now: datetime, total: int) -> None:
    await connection.execute(statement("engine/note_looked"), kind, day, now, total)
