import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from api.context import Owner
from api.errors import RateLimited
from api.limits import turns as module
from api.limits.budgets import Allowance, Budgets
from api.limits.turns import Turns
from api.limits.work import Work

ADA, BOB, EVE = ("OPERATOR", "ada"), ("OPERATOR", "bob"), ("PARTNER", "P-1")


class Order:
    """Who has begun, in order; each goes on until it is told to end."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self._ends: dict[str, asyncio.Event] = {}

    async def want(self, name: str, owner: Owner) -> None:
        """Has somebody want a turn, and looks what comes of it at once."""
        self._ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._take(name, owner))
        await settle()

    async def end(self, name: str) -> None:
        self._ends[name].set()
        await self.tasks[name]
        await settle()

    async def _take(self, name: str, owner: Owner) -> None:
        await self.turns.begin(owner)
        self.begun.append(name)
        try:
            await self._ends[name].wait()
        finally:
            self.turns.end(owner)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@asynccontextmanager
async def ordering(most: int, each: int) -> AsyncIterator[Order]:
    order = Order(Turns(most, each))
    yield order
    for task in order.tasks.values():
        task.cancel()
    await asyncio.gather(*order.tasks.values(), return_exceptions=True)
    assert order.turns.waiting == 0
    await order.turns.begin(ADA)  # whatever became of the others, it is free again
    order.turns.end(ADA)


async def want_all(order: Order, wanted: Sequence[tuple[str, Owner]]) -> None:
    for name, owner in wanted:
        await order.want(name, owner)


async def test_one_principal_leaves_turns_to_others_however_many_it_wants() -> None:
    async with ordering(4, 2) as order:
        await want_all(order, [(f"ada {number}", ADA) for number in range(9)])
        assert order.begun == ["ada 0", "ada 1"]
        await want_all(order, [("bob", BOB), ("eve", EVE)])
        assert order.begun[2:] == ["bob", "eve"]


async def test_who_waits_is_next_after_one_of_each_other_principal() -> None:
    async with ordering(1, 1) as order:
        await want_all(order, [*((f"ada {number}", ADA) for number in range(3)), ("bob 0", BOB), ("bob 1", BOB)])
        await order.want("eve", EVE)
        for name in ("ada 0", "ada 1", "bob 0", "eve", "ada 2", "bob 1"):
            await order.end(name)
        assert order.begun == ["ada 0", "ada 1", "bob 0", "eve", "ada 2", "bob 1"]


async def test_a_free_turn_is_not_kept_for_one_who_has_its_share() -> None:
    async with ordering(3, 1) as order:
        await want_all(order, [("ada 0", ADA), ("ada 1", ADA), ("bob", BOB)])
        assert order.begun == ["ada 0", "bob"]
        await order.end("ada 0")
        assert order.begun == ["ada 0", "bob", "ada 1"]


async def test_who_is_cancelled_while_it_waits_takes_no_turn_with_it() -> None:
    async with ordering(1, 1) as order:
        await want_all(order, [("ada", ADA), ("bob", BOB), ("eve", EVE)])
        order.tasks["bob"].cancel()
        await order.end("ada")
        assert order.begun == ["ada", "eve"]


async def test_who_is_cancelled_in_the_moment_of_its_turn_passes_it_on() -> None:
    async with ordering(1, 1) as order:
        await want_all(order, [("ada", ADA), ("bob", BOB), ("eve", EVE)])
        order.tasks["ada"].cancel()
        await asyncio.sleep(0)  # by now it is bob's, who has not heard of it
        order.tasks["bob"].cancel()
        await settle()
        assert order.begun == ["ada", "eve"]


async def test_who_waits_too_long_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.01)
    turns = Turns(1, 1)
    await turns.begin(ADA)
    with pytest.raises(RateLimited) as refused:
        await turns.begin(BOB)
    assert refused.value.extensions == {"code": "RATE_LIMITED", "retryAfter": 1}
    turns.end(ADA)
    await turns.begin(BOB)


@pytest.mark.parametrize(("size", "each"), [(1, 2), (4, 2), (10, 3), (30, 10)])
def test_a_third_of_the_pool_is_for_one_principal(size: int, each: int) -> None:
    turns = Turns.of_pool(size)
    assert turns._each == each


async def test_an_operation_has_two_connections_at_once() -> None:
    work = Work(ADA, Turns(10, 10), Budgets(Allowance()))
    inside = most = 0

    async def read() -> None:
        nonlocal inside, most
        async with work.turn():
            inside += 1
            most = max(most, inside)
            await settle()
            inside -= 1

    await asyncio.gather(*(read() for _ in range(49)))
    assert most == 2
