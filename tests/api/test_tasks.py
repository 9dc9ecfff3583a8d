"""What goes on until the process ends does not hold that up."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from redis.asyncio.connection import AbstractConnection

from api.execution.limits import settling
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Budgets
from api.execution.limits.ledger import Ledger
from api.execution.limits.settling import Settlement
from api.live.feed import Feed
from api.metrics import ApiMetrics
from models import tasks
from models.tasks import end
from tests.api.front import PATIENCE

Start = Callable[[str], Callable[[], Awaitable[None]]]


def start_settling(redis_url: str) -> Callable[[], Awaitable[None]]:
    """Starts to settle budgets; gives what stops it."""
    budgets = Budgets(Allowance())
    budgets.of(("OPERATOR", "ada")).charge(1)
    settlement = Settlement(budgets, Ledger(redis_url))
    settlement.open()
    return settlement.close


def start_listening(redis_url: str) -> Callable[[], Awaitable[None]]:
    """Starts to follow events; gives what stops it."""
    feed = Feed(redis_url, ApiMetrics())
    feed.open()
    return feed.close


@pytest.mark.parametrize("start", [start_settling, start_listening])
async def test_closing_ends_what_sends_a_command_to_valkey_in_that_moment(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    send = AbstractConnection._send_packed_command
    closing: list[asyncio.Task[None]] = []

    async def close() -> None:
        await stop()

    async def send_and_close(self: AbstractConnection, command: object) -> None:
        await send(self, command)  # type: ignore[arg-type]
        if not closing:
            closing.append(asyncio.create_task(close()))
            await asyncio.sleep(0)  # the task that sends is cancelled here, when all is sent

    monkeypatch.setattr(AbstractConnection, "_send_packed_command", send_and_close)
    monkeypatch.setattr(settling, "SETTLE_SECONDS", 0)
    stop = start(redis_url)
    async with asyncio.timeout(PATIENCE):
        while not closing:  # noqa: ASYNC110 (it is the task's own doing)
            await asyncio.sleep(0.001)
        await closing[0]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_tasks_end_however_many_cancellations_they_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AGAIN_SECONDS", 0)
    lost: list[BaseException] = []

    async def lose(number: int) -> None:
        while len(lost) < number:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as error:
                lost.append(error)
        raise ValueError

    going = asyncio.create_task(lose(3))
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        await end(going, asyncio.create_task(asyncio.Event().wait()))
    assert isinstance(going.exception(), ValueError)
    assert len(lost) == 3
