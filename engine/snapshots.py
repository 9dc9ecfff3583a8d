"""Looking at one moment of the database, for as long as it takes, while loads and runs go on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import asyncpg

from engine.reports import find_basis
from models.retention import expect_activity
from models.statements import statement
from tiers.basis import Basis
from tiers.editions.edition import Edition


@asynccontextmanager
async def snapshot(
    connection: asyncpg.Connection, limit: timedelta | None = None, *, readonly: bool = True
) -> AsyncIterator[None]:
    """A transaction of the connection that sees one moment and can write nothing. Loads and runs do not wait for it.

    Its first statement takes the snapshot, and only later ones lock the tables that they read: the other way round,
    they could see that events of a month were loaded, and not its table. Plans are made for the values, so that a
    statement locks the months that it is about, and no load has to wait until it can make another one. No statement
    takes longer than the `limit`, if there is one; no timeout of the server's ends it otherwise. Where it is not
    `readonly` from the beginning, tables of its own can be made first; whoever does makes it so then.
    """
    async with connection.transaction(isolation="repeatable_read", readonly=readonly):
        milliseconds = 0 if limit is None else limit // timedelta(milliseconds=1)
        await connection.execute(statement("engine/begin_snapshot"), str(milliseconds))
        yield


@asynccontextmanager
async def snapshot_of(
    connection: asyncpg.Connection, edition: Edition, day: date, limit: timedelta | None = None
) -> AsyncIterator[Basis]:
    """A snapshot in which partners can be assessed as of the day by the edition; gives what the day rests on.

    Later days can be assessed in it too. Raises ActivityDropped, at its end if some of the activity was dropped after
    the snapshot was taken, which takes rows out of it: then what was read in it is not to be used.
    """
    async with snapshot(connection, limit):
        await expect_activity(connection, edition, day)
        yield await find_basis(connection, edition, day)
    await expect_activity(connection, edition, day)
