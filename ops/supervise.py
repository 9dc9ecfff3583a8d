"""Children that are started again when they die, and stopped in order and in bounded time."""

import asyncio
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ops.embedded.wheels import last_line
from ops.errors import UsageError

CHECK_SECONDS = 0.2
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
HEALTHY_SECONDS = 30.0

Process = subprocess.Popen[bytes]


@dataclass
class Child:
    """One process: how it is started, how it is stopped, and where it writes.

    Those that are `impatient` are told to end before the first one is waited for.
    """

    name: str
    start: Callable[[], Process]
    stop: Callable[[Process], None]
    log: Path
    impatient: bool = False
    process: Process | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    due_at: float | None = None

    def run(self) -> None:
        """Starts the child, now."""
        self.process = self.start()
        self.started_at = time.monotonic()
        self.due_at = None

    def is_dead(self) -> bool:
        """Whether it has ended by itself."""
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """The children of one `tierline up`."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []

    def add(self, child: Child) -> Child:
        """Starts the child, and keeps it running from then on."""
        child.run()
        self._children.append(child)
        return child

    def adopt(self, child: Child, process: Process) -> None:
        """Keeps a child running that has been started already."""
        child.process, child.started_at = process, time.monotonic()
        self._children.append(child)

    async def watch(self) -> None:
        """Starts dead children again, after pauses that grow while they keep dying. Never returns."""
        while True:
            now = time.monotonic()
            for child in self._children:
                self._look_after(child, now)
            await asyncio.sleep(CHECK_SECONDS)

    def stop_all(self) -> None:
        """Stops the children, those started last first."""
        for child in self._children:
            if child.impatient and child.process is not None and child.process.poll() is None:
                child.process.terminate()
        while self._children:
            child = self._children.pop()
            if child.process is not None:
                child.stop(child.process)

    def _look_after(self, child: Child, now: float) -> None:
        if child.due_at is not None:
            if now >= child.due_at:
                self._start_again(child, now)
        elif child.is_dead():
            if now - child.started_at > HEALTHY_SECONDS:
                child.pause = FIRST_PAUSE
            self._postpone(child, now, f"ended: {last_line(child.log)}")

    def _start_again(self, child: Child, now: float) -> None:
        try:
            child.run()
        except (OSError, UsageError) as error:  # no memory for another process, say: later there may be
            self._postpone(child, now, f"could not be started: {error}")

    def _postpone(self, child: Child, now: float, reason: str) -> None:
        self._say(f"{child.name} {reason}; starting it again in {child.pause:g} s")
        child.due_at = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
