"""Blocks that somebody else can stop. They do what asyncio's do, for a fraction of their time, in each request."""

import asyncio
from types import TracebackType
from typing import Self


class Stoppable:
    """A block of a task. What runs in it when it is stopped is cancelled, as a timeout does it."""

    __slots__ = ("_cancelling", "_stopped", "_task")

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        assert task is not None, "a server's code runs in tasks"
        self._task = task
        self._cancelling = task.cancelling()
        self._stopped = False
        return self

    def stop(self) -> None:
        """Stops it, while it runs."""
        self._stopped = True
        self._task.cancel()

    def has_stopped(self, kind: type[BaseException] | None) -> bool:
        """Whether that is why it ends now, by an exception of that kind: nobody else cancelled the task as well."""
        return self._stopped and self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError


class Within(Stoppable):
    """Raises TimeoutError when the block takes longer than so many seconds."""

    __slots__ = ("_seconds", "_timer")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        super().__enter__()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self.stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self.has_stopped(kind):
            raise TimeoutError from error
