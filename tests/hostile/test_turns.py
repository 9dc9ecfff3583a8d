"""Turns at the database are fair between principals, whoever comes, leaves or fails."""

import asyncio
from collections.abc import Sequence

import pytest

from api.auth.principals import Owner
from api.execution.errors import RateLimited
from api.execution.limits import turns as module
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Budgets
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work

ADA, BOB, EVE = ("OPERATOR", "ada"), ("OPERATOR", "bob"), ("PARTNER", "eve")


class Stage:
    """Those who take turns; each goes on until it is told to end."""

    def __init__(self, most: int, each: int = 1) -> None:
        self.turns = Turns(most, each)
        self.running: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, name: str, *owners: Owner) -> None:
        self.ends[name] = asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._take(name, owners))
        await self.settle()

    async def end(self, name: str) -> None:
        self.ends[name].set()
        await self.tasks[name]
        await self.settle()

    async def cancel(self, name: str) -> None:
        self.tasks[name].cancel()
        await asyncio.gather(self.tasks[name], return_exceptions=True)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def _take(self, name: str, owners: Sequence[Owner]) -> None:
        async with self.turns.take(owners):
            self.running.append(name)
            try:
                await self.ends[name].wait()
            finally:
                self.running.remove(name)


async def test_a_principal_has_one_turn_at_a_time_and_leaves_the_other_to_others() -> None:
    stage = Stage(2)
    for name in ("ada 1", "ada 2", "ada 3"):
        await stage.come(name, ADA)
    assert stage.running == ["ada 1"]
    await stage.come("bob 1", BOB)
    assert stage.running == ["ada 1", "bob 1"]
    await stage.end("bob 1")
    assert stage.running == ["ada 1"]
    await stage.end("ada 1")
    assert stage.running == ["ada 2"]


async def test_who_waits_gets_its_turn_after_one_of_each_other() -> None:
    stage = Stage(1)
    for name in ("ada 1", "ada 2", "ada 3"):
        await stage.come(name, ADA)
    for name in ("bob 1", "bob 2"):
        await stage.come(name, BOB)
    await stage.come("eve 1", EVE)
    order = []
    while stage.running:
        order += stage.running
        await stage.end(order[-1])
    assert order == ["ada 1", "ada 2", "bob 1", "eve 1", "ada 3", "bob 2"]


async def test_one_principal_leaves_turns_to_others_however_many_it_wants() -> None:
    stage = Stage(4, 2)
    for number in range(9):
        await stage.come(f"ada {number}", ADA)
    assert stage.running == ["ada 0", "ada 1"]
    await stage.come("bob", BOB)
    await stage.come("eve", EVE)
    assert stage.running == ["ada 0", "ada 1", "bob", "eve"]
    assert stage.turns.waiting == 7
    await stage.end("bob")
    assert stage.running == ["ada 0", "ada 1", "eve"]
    await stage.end("ada 0")
    assert stage.running == ["ada 1", "eve", "ada 2"]


@pytest.mark.parametrize(("size", "each"), [(1, 1), (4, 2), (10, 3), (30, 10)])
async def test_a_third_of_the_pool_is_for_one_principal(size: int, each: int) -> None:
    turns = Turns.of_pool(size)
    assert [turns.begin(ADA) for _ in range(each + 1)] == [*[True] * each, False]


async def test_a_request_that_waits_too_long_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.01)
    turns, budgets = Turns(1), Budgets(Allowance())
    work = Work(BOB, turns, budgets)
    async with Work(ADA, turns, budgets).turn():
        for _ in range(3):  # each leaves the operation's own turns as they were
            with pytest.raises(RateLimited) as refused:
                async with work.turn():
                    pass
            assert refused.value.extensions == {"code": "RATE_LIMITED", "retryAfter": 1}
    assert turns.waiting == 0
    async with work.turn():
        pass


async def test_an_operation_has_two_connections_at_once() -> None:
    work = Work(ADA, Turns(10, 10), Budgets(Allowance()))
    inside = most = 0

    async def read() -> None:
        nonlocal inside, most
        async with work.turn():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(read() for _ in range(49)))
    assert (inside, most) == (0, 2)


async def test_work_for_several_is_done_as_one_that_wants_nothing_else() -> None:
    stage = Stage(2)
    await stage.come("ada 1", ADA)
    await stage.come("ada 2", ADA)
    await stage.come("shared", ADA, BOB)
    assert stage.running == ["ada 1", "shared"]
    await stage.come("bob 1", BOB)
    assert stage.running == ["ada 1", "shared"]
    await stage.end("shared")
    assert stage.running == ["ada 1", "bob 1"]


async def test_who_leaves_gives_its_turn_back_whether_it_has_it_or_waits() -> None:
    stage = Stage(1)
    for name, owner in (("ada 1", ADA), ("ada 2", ADA), ("bob 1", BOB), ("eve 1", EVE)):
        await stage.come(name, owner)
    await stage.cancel("bob 1")
    await stage.cancel("ada 2")
    await stage.cancel("ada 1")
    assert stage.running == ["eve 1"]
    await stage.end("eve 1")
    await stage.come("bob 2", BOB)
    assert stage.running == ["bob 2"]


@pytest.mark.parametrize("first", ["it leaves", "the turn comes"])
async def test_a_turn_that_comes_to_who_leaves_in_the_same_moment_goes_on_to_the_next(first: str) -> None:
    stage = Stage(1)
    await stage.come("ada 1", ADA)
    await stage.come("bob 1", BOB)
    await stage.come("eve 1", EVE)
    if first == "it leaves":
        stage.tasks["bob 1"].cancel()
    stage.ends["ada 1"].set()
    if first == "the turn comes":
        await asyncio.sleep(0)  # for the turn's end, and not for who waits for it
        stage.tasks["bob 1"].cancel()
    await stage.settle()
    await stage.settle()
    assert stage.running == ["eve 1"]
    await stage.end("eve 1")
    await stage.come("bob 2", BOB)
    assert stage.running == ["bob 2"]
