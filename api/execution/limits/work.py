"""What one operation takes up while it runs: connections, room in its answer, and what it pays for."""

import asyncio

from api.auth.principals import Owner
from api.execution.errors import TooMuch
from api.execution.limits.bounds import MAX_ANSWER_BYTES, MAX_ASKED, MAX_CONNECTIONS
from api.execution.limits.budgets import Account, Budgets
from api.execution.limits.prices import price_of_looking, price_of_planning
from api.execution.limits.turns import Turn, Turns
from api.live.holdings import Holdings, full


class Work:
    """The work of one operation. Its fields are read side by side, but by no more than MAX_CONNECTIONS at once.

    `owner` is its principal, and `bytes_left` the room that is left in its answer, which counts towards `holding`, what
    waits for that principal, from when PostgreSQL has given it until it is released."""

    __slots__ = ("_asked", "_budgets", "_connections", "_held", "_holdings", "_turns", "bytes_left", "holding", "owner")

    def __init__(self, owner: Owner, turns: Turns, budgets: Budgets, holdings: Holdings | None = None) -> None:
        self.owner = owner
        self.bytes_left = MAX_ANSWER_BYTES
        self._asked = 0
        self._held = 0
        self._holdings = holdings or Holdings()
        self.holding = self._holdings.of(owner)
        self._connections: asyncio.Semaphore | None = None  # many need none
        self._turns = turns
        self._budgets = budgets

    @property
    def account(self) -> Account:
        """The principal's budget, as it is now: one that is full is forgotten."""
        return self._budgets.of(self.owner)

    def anew(self) -> "Work":
        """The work of another operation of the same principal."""
        return Work(self.owner, self._turns, self._budgets, self._holdings)

    def request(self) -> Account:
        """A request that is being answered, in a block: one of at most so many at once.

        Raises RateLimited, the block too, when it cannot begin."""
        self.holding.require_room()
        return self.account.request()

    async def catch_up(self) -> None:
        """Has the account learn what its principal has spent in other processes, where it is not kept in step."""
        if not self.account.is_current:
            await self._budgets.ask(self.account)

    def turn(self) -> Turn:
        """A turn at the database, for a block in which one of its connections is used.

        Raises RateLimited when it does not come."""
        if self._connections is None:
            self._connections = asyncio.Semaphore(MAX_CONNECTIONS)
        return Turn(self._connections, self._turns, self.owner)

    @property
    def room(self) -> int:
        """How many bytes more there may be now."""
        return min(self.bytes_left, self.holding.room)

    def pay_for_planning(self, length: int) -> None:
        """Pays for a statement of so many characters that has to be written or planned, however little is left."""
        self.account.owe(price_of_planning(length))

    def ask(self, questions: int) -> None:
        """Counts what the engine is about to be asked. Raises TooMuch for what is too much in one operation."""
        self._asked += questions
        if self._asked > MAX_ASKED:
            message = (
                f"the engine answers at most {MAX_ASKED} questions of one request; ask about fewer partners at once"
            )
            raise TooMuch(message)

    def pay_for_looking(self, question: str, clients: int) -> None:
        """Pays for clients that the engine has looked at for an answer, on each day once, however little is left."""
        self.account.owe(price_of_looking(question, clients))

    def add(self, size: int, room: int) -> None:
        """Counts bytes of the answer, of which those are here that went into the room that there was.

        Raises TooMuch for those that are too many, and RateLimited when too much waits for the principal already."""
        if size > self.bytes_left:
            self.bytes_left = 0
            message = f"the answer is larger than {MAX_ANSWER_BYTES // 2**20} MiB; ask for less at a time"
            raise TooMuch(message)
        if size > room or not self.holding.add(size):
            raise full()
        self.bytes_left -= size
        self._held += size

    def finish(self, size: int) -> None:
        """Counts the answer by what it came to. It is there, so that it is not refused any more."""
        self.holding.bytes += size - self._held
        self._held = size

    def release(self) -> None:
        """Counts the answer no more: its client has taken it, or is gone."""
        self.holding.bytes -= self._held
        self._held = 0
