"""Ending when told to, and in time."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)
STOP_SECONDS = 10.0

logger = logging.getLogger(__name__)


def stop_on_signals(within: float = STOP_SECONDS) -> asyncio.Event:
    """What SIGTERM and SIGINT set, for the loop that runs; call it from the main thread.

    From the first one on the process has so many seconds: then it ends, whatever hangs. Further ones change nothing.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def begin() -> None:
        if not stop.is_set():
            logger.info("stopping within %g s", within)
            stop.set()
            leaving = threading.Timer(within, _leave)
            leaving.daemon = True
            leaving.start()

    def hear(_: int, __: object) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(begin)

    # Not the loop's own handlers: those go with it, and a further signal would kill what ends in order.
    for number in SIGNALS:
        signal.signal(number, hear)
    return stop


@contextmanager
def interruptible() -> Iterator[None]:
    """Has Ctrl-C end at once what blocks the event loop in here, as reading does from a pipe that nobody writes to.

    The event loop's own handler only asks its task to end, which then hears nothing of it."""

    def interrupt(_: int, __: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ignore_signals() -> None:
    """For the rest of a process that has ended its work: the interpreter takes a while to clear up."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _leave() -> None:
    logger.error("something still hangs; ending all the same, what was in hand goes on elsewhere once its lease lapses")
    os._exit(1)
