"""When a client has taken what was sent to it, which ASGI has no message for."""

from collections.abc import Callable

from starlette.types import Scope

AGAIN = "tierline.again"  # in the scope of a request: its connection has had another one before
READ = "tierline.read"  # in the scope: has something done once the client has taken all, or is gone
STREAMS = "tierline.streams"  # likewise: says that the answer has no end


class Unread:
    """What is to be done once a client has taken all that was written so far, or is gone."""

    __slots__ = ("_then",)

    def __init__(self) -> None:
        self._then: list[Callable[[], None]] = []

    def add(self, then: Callable[[], None]) -> None:
        """Has it done at that moment."""
        self._then.append(then)

    def end(self) -> None:
        """That moment has come."""
        for then in self._then:
            then()
        self._then.clear()


def when_read(scope: Scope, then: Callable[[], None]) -> None:
    """Does it once the client has taken all that was sent so far, or is gone; at once where nobody can tell."""
    later: Callable[[Callable[[], None]], None] | None = scope.get(READ)
    if later is None:
        then()
    else:
        later(then)
