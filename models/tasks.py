"""Tasks that go on until somebody ends them."""

import asyncio
from typing import Any

AGAIN_SECONDS = 0.1  # to wait for a task before it is cancelled once more


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancels the tasks until each of them has ended, however it does.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, by which redis-py sends its commands, loses a
    cancellation that comes when it is done itself, and giving a connection back can put an error in its place. Then the
    task goes on."""
    while going := [task for task in tasks if not task.done()]:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
