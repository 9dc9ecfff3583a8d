"""Payloads that are kept for clients that come back, within a number of bytes for all of them."""

from collections import OrderedDict

from api.live.events import Snapshot
from api.live.holdings import weight
from events.log import Event

Wanted = tuple[Event, int | None]  # an event, and who looks at it: the key of a partner, None for operators

MOST_BYTES = 32 * 2**20


class PayloadCache:
    """The payloads of all renderers. The one that keeps most gives up its oldest first: it takes no other's place."""

    def __init__(self) -> None:
        self.bytes = 0
        self.renderers: set[RendererCache] = set()

    def make_room(self) -> None:
        """Gives up payloads until those that are left have at most MOST_BYTES."""
        while self.bytes > MOST_BYTES:
            max(self.renderers, key=lambda renderer: renderer.bytes).drop_oldest()


class RendererCache:
    """The payloads that one renderer keeps."""

    def __init__(self, all_payloads: PayloadCache) -> None:
        self.bytes = 0
        self._all = all_payloads
        self._payloads: OrderedDict[Wanted, str] = OrderedDict()

    def get(self, wanted: Wanted) -> str | None:
        """The payload, if it is kept."""
        return self._payloads.get(wanted)

    def put(self, wanted: Wanted, payload: str) -> None:
        """Keeps a payload. One of a snapshot is not kept: it tells what holds now, also of what no event tells."""
        if isinstance(wanted[0], Snapshot) or wanted in self._payloads:
            return
        self._payloads[wanted] = payload
        self._all.renderers.add(self)
        self._count(weight(payload))
        self._all.make_room()

    def drop_oldest(self) -> None:
        """Gives up the payload that was kept first."""
        _, payload = self._payloads.popitem(last=False)
        self._count(-weight(payload))

    def clear(self) -> None:
        """Gives up all payloads."""
        self._payloads.clear()
        self._count(-self.bytes)
        self._all.renderers.discard(self)

    def _count(self, size: int) -> None:
        self.bytes += size
        self._all.bytes += size
