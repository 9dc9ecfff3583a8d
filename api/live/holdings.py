"""What waits in memory for clients to read it, answers and events alike, counted in bytes for each principal."""

from functools import lru_cache
from weakref import WeakValueDictionary

from api.auth.principals import Owner
from api.execution.errors import RateLimited

MOST_BYTES = 32 * 2**20  # of one principal
RECENT = 1_000  # accounts that stay when nobody has them
SOON_SECONDS = 1  # until there is room again, if what waits is read


class TooSlow(Exception):
    """Clients take events more slowly than they come, and what waits for them is too much."""


class Account:
    """What waits for one principal. A payload that waits for many of its subscriptions is there and counts once."""

    __slots__ = ("__weakref__", "_waiting", "bytes")

    def __init__(self) -> None:
        self.bytes = 0
        self._waiting: dict[int, int] = {}  # by the identity of a text, which stays its own as long as it waits

    def hold(self, payload: str, size: int) -> bool:
        """Counts a payload of so many bytes that waits now; False, and nothing is counted, when that is too much."""
        key = id(payload)
        count = self._waiting.get(key)
        if count is None:
            if not self.add(size):
                return False
            count = 0
        self._waiting[key] = count + 1
        return True

    def release(self, payload: str, size: int) -> None:
        """Counts a payload that waits no more, once for each time that it was held."""
        key = id(payload)
        count = self._waiting[key]
        if count > 1:
            self._waiting[key] = count - 1
        else:
            del self._waiting[key]
            self.bytes -= size

    @property
    def room(self) -> int:
        """How many bytes more may wait."""
        return max(MOST_BYTES - self.bytes, 0)

    def require_room(self) -> None:
        """Raises RateLimited when there is none."""
        if not self.room:
            raise full()

    def add(self, size: int) -> bool:
        """Counts so many bytes that are nobody else's, until they are taken off; False when that is too much."""
        if self.bytes + size > MOST_BYTES:
            return False
        self.bytes += size
        return True


class Holdings:
    """The accounts of one process, each for as long as anybody has it; `of` gives a principal's."""

    def __init__(self) -> None:
        self._accounts: WeakValueDictionary[Owner, Account] = WeakValueDictionary()
        # Who asks again and again needs no new one each time, which takes as long as a tenth of reading its request.
        self.of = lru_cache(RECENT)(self._find)

    def _find(self, owner: Owner) -> Account:
        """The principal's account."""
        found = self._accounts.get(owner)
        if found is None:
            found = self._accounts[owner] = Account()
        return found

    @property
    def bytes(self) -> int:
        """How many bytes wait for all principals together."""
        return sum(account.bytes for account in self._accounts.values())


def full() -> RateLimited:
    """What is said to a principal for whose clients too much waits already."""
    message = f"{MOST_BYTES // 2**20} MiB of answers and events wait for you to read them; read those first"
    return RateLimited(message, SOON_SECONDS)


def weight(text: str) -> int:
    """The bytes that a text takes in memory, at most."""
    return len(text) if text.isascii() else 4 * len(text)


def length(text: str) -> int:
    """The bytes of a text as it is sent."""
    return len(text) if text.isascii() else len(text.encode())
