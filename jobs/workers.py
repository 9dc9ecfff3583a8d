"""Which workers are alive, by what they say themselves and by the database's clock."""

import asyncpg

BEAT_SECONDS = 10
ALIVE_SECONDS = 30  # since it was last seen
FORGET_AFTER = "1 day"  # one that died without a word

_BEAT = """
INSERT INTO worker (name, started_at, seen_at) VALUES ($1, clock_timestamp(), clock_timestamp())
ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
"""


async def say_alive(connection: asyncpg.Connection, worker: str) -> None:
    """To be called every BEAT_SECONDS; `worker` is a name of 128 characters at most."""
    await connection.execute(_BEAT, worker)
    await connection.execute(f"DELETE FROM worker WHERE seen_at < clock_timestamp() - interval '{FORGET_AFTER}'")


async def say_goodbye(connection: asyncpg.Connection, worker: str) -> None:
    """That it ends is no death."""
    await connection.execute("DELETE FROM worker WHERE name = $1", worker)
