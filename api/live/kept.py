"""Payloads that are kept for clients that come back, within a number of bytes for all of them."""

from collections import OrderedDict

from api.live.events import Snapshot
from api.live.holdings import weight
from events.log import Event

Wanted = tuple[Event, int | None]  # an event, and who looks at it: the key of a partner, None for operators

MOST_BYTES = 32 * 2**20


class KeptPayloads:
    """Of all renderers together. Who keeps most gives up its oldest first, and so takes no other's place."""

    def __init__(self) -> None:
        self.bytes = 0
        self.shelves: set[Shelf] = set()

    def make_room(self) -> None:
        """Until what is kept is not too much."""
        while self.bytes > MOST_BYTES:
            max(self.shelves, key=lambda shelf: shelf.bytes).drop_oldest()


class Shelf:
    """Of one renderer."""

    def __init__(self, kept: KeptPayloads) -> None:
        self.bytes = 0
        self._kept = kept
        self._payloads: OrderedDict[Wanted, str] = OrderedDict()

    def get(self, wanted: Wanted) -> str | None:
        """The payload, if it is kept."""
        return self._payloads.get(wanted)

    def put(self, wanted: Wanted, payload: str) -> None:
        """Keeps it. A snapshot is not kept: it tells what holds now, also of what no event tells."""
        if isinstance(wanted[0], Snapshot) or wanted in self._payloads:
            return
        self._payloads[wanted] = payload
        self._kept.shelves.add(self)
        self._count(weight(payload))
        self._kept.make_room()

    def drop_oldest(self) -> None:
        """Gives up one payload."""
        _, payload = self._payloads.popitem(last=False)
        self._count(-weight(payload))

    def clear(self) -> None:
        """Gives up all of them."""
        self._payloads.clear()
        self._count(-self.bytes)
        self._kept.shelves.discard(self)

    def _count(self, size: int) -> None:
        self.bytes += size
        self._kept.bytes += size
