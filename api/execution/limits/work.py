"""What one operation takes up while it runs: connections, room in its answer, and what it pays for."""

import asyncio

from api.auth.principals import Owner
from api.execution.errors import TooMuch
from api.execution.limits.bounds import MAX_ANSWER_BYTES, MAX_CONNECTIONS
from api.execution.limits.budgets import Budgets
from api.execution.limits.turns import Turn, Turns


class Work:
    """The work of one operation. Its fields are read side by side, but by no more than MAX_CONNECTIONS at once.

    `account` is its principal's, and `bytes_left` the room that is left in its answer."""

    __slots__ = ("_budgets", "_connections", "_turns", "account", "bytes_left")

    def __init__(self, owner: Owner, turns: Turns, budgets: Budgets) -> None:
        self.account = budgets.of(owner)
        self.bytes_left = MAX_ANSWER_BYTES
        self._connections: asyncio.Semaphore | None = None  # many need none
        self._turns = turns
        self._budgets = budgets

    def anew(self) -> "Work":
        """The work of another operation of the same principal."""
        return Work(self.account.owner, self._turns, self._budgets)

    async def catch_up(self) -> None:
        """Has the account learn what its principal has spent in other processes, where it is not kept in step."""
        if not self.account.is_current:
            await self._budgets.ask(self.account)

    def turn(self) -> Turn:
        """A turn at the database, for a block in which one of its connections is used.

        Raises RateLimited when it does not come."""
        if self._connections is None:
            self._connections = asyncio.Semaphore(MAX_CONNECTIONS)
        return Turn(self._connections, self._turns, self.account.owner)

    def add(self, size: int) -> None:
        """Counts bytes of the answer. Raises TooMuch for those that are too many."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.bytes_left = 0
            message = f"the answer is larger than {MAX_ANSWER_BYTES // 2**20} MiB; ask for less at a time"
            raise TooMuch(message)
