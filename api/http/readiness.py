"""Whether this process can answer."""

import asyncpg

from models.database import AWAY, acquire_reserved
from models.missing import find_missing
from models.poolers import SharedSessions, expect_own_sessions
from models.rulebook import Rulebook, keep_rules
from models.sessions import READ_ONLY

UNREACHABLE = (*AWAY, asyncpg.PostgresError)


class NotReady(Exception):
    """Nothing can be answered yet; the message says what is lacking."""


class Readiness:
    """The database answers, takes writes, has the current schema, and goes by our calendar and our editions.

    Nothing is read or written before all of this has once been seen."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._seen = False

    async def require(self) -> None:
        """Raises NotReady until everything has once been found in order. Raises Misfit."""
        if not self._seen:
            await self.check()

    async def check(self) -> None:
        """Looks, and raises NotReady with what is lacking, or Misfit."""
        try:
            async with acquire_reserved() as connection:
                await expect_own_sessions(connection)
                missing = await find_missing(connection)
                if missing:
                    raise NotReady(f"the database lacks migrations ({', '.join(missing)}); run `tierline migrate`")
                await keep_rules(connection, self._rules, decides=True)
        except SharedSessions as error:
            raise NotReady(str(error)) from error
        except READ_ONLY as error:
            raise NotReady("the database takes no writes, as a standby or during a failover") from error
        except asyncpg.InsufficientPrivilegeError as error:
            raise NotReady(
                "the database gives the user of DATABASE_URL no right to what an API process needs; run "
                "`tierline migrate` with its name in TIERLINE_API_ROLE"
            ) from error
        except UNREACHABLE as error:
            raise NotReady(f"the database does not answer: {type(error).__name__}") from error
        self._seen = True
