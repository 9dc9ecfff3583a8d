"""The newest events, in memory for whoever is a little behind."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence

from events.log import PAGE, Event, Topic

MOST = 5_000
MOST_BYTES = 16 * 2**20
OVERHEAD = 200  # bytes of an event besides its row


class RecentEvents:
    """All events after `floor` and up to `position`, in order; none while the position is None."""

    def __init__(self) -> None:
        self.position: int | None = None
        self.floor = 0
        self._events: deque[Event] = deque()
        self._bytes = 0

    def begin(self, position: int) -> None:
        """Begins after the event of that number, which is the newest that anybody has been told of."""
        self.position = self.floor = position
        self._events.clear()
        self._bytes = 0

    def add(self, events: Sequence[Event]) -> None:
        """The next events, at least one."""
        for event in events:
            self._events.append(event)
            self._bytes += _size(event)
        self.position = events[-1].seq
        while len(self._events) > MOST or self._bytes > MOST_BYTES:
            oldest = self._events.popleft()
            self.floor = oldest.seq
            self._bytes -= _size(oldest)

    def knows_after(self, seq: int) -> bool:
        """Whether all events after the number are at hand."""
        return self.position is not None and self.floor <= seq <= self.position

    def read_after(self, topic: Topic, seq: int, until: int) -> list[Event]:
        """The next events of the topic after `seq`, which have to be at hand, up to `until`, at most PAGE."""
        first = bisect_right(self._events, seq, key=lambda event: event.seq)
        found: list[Event] = []
        for place in range(first, len(self._events)):
            event = self._events[place]
            if event.seq > until or len(found) == PAGE:
                break
            if topic.has(event):
                found.append(event)
        return found


def _size(event: Event) -> int:
    return OVERHEAD + len(event.row or "")
