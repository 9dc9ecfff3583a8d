"""When a client has taken what was sent to it, which ASGI has no message for."""

from collections.abc import Callable

from starlette.types import Scope

READ = "tierline.read"  # in the scope: has something done once the client has taken all, or is gone


def when_read(scope: Scope, then: Callable[[], None]) -> None:
    """Does it once the client has taken all that was sent so far, or is gone; at once where nobody can tell."""
    later: Callable[[Callable[[], None]], None] | None = scope.get(READ)
    if later is None:
        then()
    else:
        later(then)
