"""What one operation takes up while it runs: connections, and room in its answer."""

import asyncio

from api.context import Owner
from api.errors import TooMuch
from api.limits.bounds import MAX_ANSWER_BYTES, MAX_CONNECTIONS
from api.limits.turns import Turn, Turns


class Work:
    """Of one operation. Its fields are read side by side, but by no more than MAX_CONNECTIONS at once."""

    __slots__ = ("_connections", "_owner", "_turns", "bytes_left")

    def __init__(self, owner: Owner, turns: Turns) -> None:
        self._owner = owner
        self._turns = turns
        self._connections = asyncio.Semaphore(MAX_CONNECTIONS)
        self.bytes_left = MAX_ANSWER_BYTES

    def anew(self) -> "Work":
        """Of another operation of the same principal."""
        return Work(self._owner, self._turns)

    def turn(self) -> Turn:
        """A turn at the database, for a block in which one of its connections is used.

        Raises RateLimited when it does not come."""
        return Turn(self._connections, self._turns, self._owner)

    def add(self, size: int) -> None:
        """Counts bytes of the answer. Raises TooMuch for those that are too many."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.bytes_left = 0
            told = f"the answer is larger than {MAX_ANSWER_BYTES // 2**20} MiB; ask for less at a time"
            raise TooMuch(told)
