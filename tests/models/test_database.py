import asyncpg

from models.database import AWAY


async def test_a_connection_that_the_server_ended_says_that_the_database_is_away(database_url: str) -> None:
    """What it says depends on how much of its end has arrived, hence the many rounds."""
    admin = await asyncpg.connect(database_url)
    for _ in range(30):
        ended = await asyncpg.connect(database_url)
        await admin.execute(f"SELECT pg_terminate_backend({ended.get_server_pid()}, 5000)")
        try:
            await ended.fetchval("SELECT 1")
        except AWAY:
            ended.terminate()
        else:
            raise AssertionError("the connection still answers")
    await admin.close()
