"""Where the time of a recompute goes, as its own rows say it."""

import asyncpg

_PARTS = """
SELECT sum(extract(epoch FROM gathered_at - began_at))::float8 AS gather,
       sum(extract(epoch FROM decided_at - gathered_at))::float8 AS decide,
       sum(extract(epoch FROM finished_at - decided_at))::float8 AS publish
FROM recompute_run
WHERE job_id = $1
HAVING count(*) > 0
"""


async def split_of_job(connection: asyncpg.Connection, job: int, seconds: float) -> list[tuple[str, float]]:
    """Seconds of each part of a job that took so many: gathering in SQL, deciding in chunks, making it visible.

    Nothing of a job that is no run."""
    parts = await connection.fetchrow(_PARTS, job)
    if parts is None:
        return []
    return [*parts.items(), ("rest", seconds - sum(parts.values()))]
