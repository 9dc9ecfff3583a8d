"""What daily activity has to be, said a second time, and something that happens at a point of something else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pkgutil import resolve_name
from typing import TypeVar

import pytest

from models.rulebook import Rulebook
from tests.waiting import wait_for_waiters
from tests.workers.facts import Line, fetch, load

T = TypeVar("T")

_DIFFERENCES = """
WITH folded AS (
    SELECT client_id, day, actor_id, count(*) AS events, count(*) FILTER (WHERE kind = 'LOGIN') AS logins,
           count(DISTINCT app) AS apps
    FROM activity_event GROUP BY client_id, day, actor_id
),
kept AS (
    SELECT client_id, day, actor_id, events, logins, bit_count(apps::bit(64)) AS apps FROM daily_activity
)
SELECT 'events only', * FROM (TABLE folded EXCEPT TABLE kept) AS lost
UNION ALL
SELECT 'daily activity only', * FROM (TABLE kept EXCEPT TABLE folded) AS invented
"""


async def expect_daily_activity() -> None:
    """Every loaded event is in the daily activity, once, and nothing else is; all events being of counted apps."""
    assert await fetch("SELECT client_id, day FROM stale_day") == []
    assert await fetch(_DIFFERENCES) == []


async def start(work: Awaitable[T]) -> asyncio.Future[T]:
    """The work under way: done, or waiting for somebody in the database."""
    task = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(wait_for_waiters())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return task


@asynccontextmanager
async def before_call(
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    call: int,
    begin: Callable[[], Awaitable[object]],
    *,
    waits: bool = True,
) -> AsyncIterator[None]:
    """Begins something else right before that call of the function in the block; both then go on to their ends.

    Unless it `waits` for something in the database, which the block may hold, it has to end before the call."""
    whole = resolve_name(function)
    begun: list[asyncio.Future[object]] = []
    calls = 0

    async def called(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            begun.append(await start(begin()))
            assert waits or begun[0].done(), f"it waits in {function}"
        return await whole(*arguments, **named)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(function, called)
            yield
    finally:
        await asyncio.gather(*begun)
    assert begun, f"{function} was called {calls} times"


def loading(lines: Sequence[Line], rules: Rulebook) -> Callable[[], Awaitable[object]]:
    """What loads the lines once it is called."""
    return lambda: load(lines, rules)
