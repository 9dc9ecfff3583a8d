"""What waits in memory for clients to read it, counted in bytes for each principal."""

from api.context import Owner

MOST_BYTES = 32 * 2**20  # of one principal


class TooSlow(Exception):
    """Clients take events more slowly than they come, and what waits for them is too much."""


class Account:
    """Of one principal. A payload that waits for many of its subscriptions is in memory once, and counts once."""

    __slots__ = ("_waiting", "bytes")

    def __init__(self) -> None:
        self.bytes = 0
        self._waiting: dict[int, int] = {}  # by the identity of a text, which stays its own as long as it waits

    def hold(self, payload: str) -> bool:
        """Counts a payload that waits now; False, and nothing is counted, when that is too much."""
        key = id(payload)
        count = self._waiting.get(key, 0)
        if not count and not self.begin_sending(payload):
            return False
        self._waiting[key] = count + 1
        return True

    def release(self, payload: str) -> None:
        """Ends that, once for each time."""
        key = id(payload)
        count = self._waiting[key] - 1
        if count:
            self._waiting[key] = count
        else:
            del self._waiting[key]
            self.bytes -= weight(payload)

    def begin_sending(self, frame: str) -> bool:
        """Counts a text of its own that is on its way to one client; False when that is too much."""
        size = weight(frame)
        if self.bytes + size > MOST_BYTES:
            return False
        self.bytes += size
        return True

    def end_sending(self, frame: str) -> None:
        """Ends that."""
        self.bytes -= weight(frame)


class Holdings:
    """The accounts of one process."""

    def __init__(self) -> None:
        self._accounts: dict[Owner, Account] = {}

    def of(self, owner: Owner) -> Account:
        """The principal's account."""
        return self._accounts.setdefault(owner, Account())

    @property
    def bytes(self) -> int:
        """What waits, of all principals."""
        return sum(account.bytes for account in self._accounts.values())


def weight(text: str) -> int:
    """The bytes that a text takes, at most."""
    return len(text) if text.isascii() else 4 * len(text)
