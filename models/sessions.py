"""Sessions as Tierline needs them: what they are set to, and when one is of no use any more."""

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

# What a role or a database may be set to for the sake of people, and what would cut off our statements or change what
# they mean. Not default_transaction_read_only: who sets that means it.
SETTINGS: Mapping[str, str] = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "timezone": "UTC",
    "datestyle": "ISO, MDY",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "standard_conforming_strings": "on",
    # Statements here are either tiny or dominated by I/O; compiling them costs more than it saves.
    "jit": "off",
}
TRANSACTION_TIMEOUT_SINCE = 17  # the first version with a setting of that name

READ_ONLY = (asyncpg.ReadOnlySQLTransactionError, asyncpg.TargetServerAttributeNotMatched)
"""What a server gives cause for that takes no writes: a standby, or one that is about to become one."""


def cannot_write(connection: asyncpg.Connection, error: BaseException | None = None) -> bool:
    """Whether the server takes no writes in this session, whose last use ended in `error`.

    It tells so unasked, with any answer. False also for a session that is over."""
    if error is not None and isinstance(error, READ_ONLY):
        return True
    try:
        told = connection.get_settings()
    except asyncpg.InterfaceError:
        return False
    # In one expression, as it is asked twice for each request.
    return (
        getattr(told, "default_transaction_read_only", "off") == "on" or getattr(told, "in_hot_standby", "off") == "on"
    )


@dataclass(frozen=True)
class Preparation:
    """Sets a session to SETTINGS and what differs from them.

    By statements and not by parameters of its start, which poolers refuse."""

    differing: Mapping[str, str]

    async def begin(self, connection: asyncpg.Connection) -> None:
        """Makes the settings of a new session."""
        await connection.execute(self._script(connection))

    async def reset(self, connection: asyncpg.Connection) -> None:
        """For one that was used: undoes all that was done to it, in the same round trip."""
        await connection.execute(connection.get_reset_query() + self._script(connection))

    async def reset_transaction(self, connection: asyncpg.Connection) -> None:
        """For one of a serving process.

        Requests leave no setting, lock or cursor in their sessions, so that asyncpg's own statement for that, a round
        trip after each use, would undo nothing."""
        if connection.is_in_transaction():
            await connection.reset()
            await self.begin(connection)

    def _script(self, connection: asyncpg.Connection) -> str:
        newer = connection.get_server_version().major >= TRANSACTION_TIMEOUT_SINCE
        wanted = {**SETTINGS, **({"transaction_timeout": "0"} if newer else {}), **self.differing}
        return "".join(f"SET {name} = '{value}';" for name, value in wanted.items())
