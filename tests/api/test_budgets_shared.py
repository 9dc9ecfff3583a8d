"""One budget in several processes, which settle through Valkey."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from api.execution.limits import ledger, settling
from api.execution.limits.budgets import IDLE_ROUNDS, Budgets
from api.execution.limits.ledger import FAULTS, Ledger, Spending
from api.execution.limits.settling import Settlement
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work
from tests.api.budgets import (
    ADA,
    BOB,
    DEAR,
    SLOW,
    Moment,
    refusal,
    spent,
    until,
)
from tests.api.front import OPERATOR, PATIENCE, VIEWER, make_app, serving
from tests.api.reading import NOWHERE
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import operator
from tests.redis_users import documented_rights, redis_user


@dataclass
class Process:
    """One of several that serve the same principals."""

    budgets: Budgets
    settlement: Settlement

    @property
    def left(self) -> int:
        return self.budgets.of(ADA).left()["cost"]

    async def spend(self, cost: int) -> None:
        await self.begin()
        self.budgets.of(ADA).charge(cost)
        await self.settlement.settle()

    async def begin(self) -> None:
        """What is done before the first charge of a request."""
        await Work(ADA, Turns(1), self.budgets).catch_up()

    async def rest(self) -> None:
        """Is used by nobody for so long that it knows nothing of others any more."""
        for _ in range(IDLE_ROUNDS + 1):
            await self.settlement.settle()
        assert not self.budgets.of(ADA).is_current


@asynccontextmanager
async def processes(redis_url: str, *, settle_seconds: float = 3_600) -> AsyncIterator[tuple[Process, Process, Moment]]:
    """Two, which settle when they are told to."""
    clock = Moment()
    made = [Budgets(SLOW, clock) for _ in range(2)]
    one, other = (Process(each, Settlement(each, Ledger(redis_url))) for each in made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "SETTLE_SECONDS", settle_seconds)
        for process in (one, other):
            process.settlement.open()
        try:
            yield one, other, clock
        finally:
            await one.settlement.close()
            await other.settlement.close()


def about(left: int) -> object:
    """So much, and what has come back since."""
    return pytest.approx(left, abs=PATIENCE)


async def test_processes_learn_what_a_principal_spends_in_others(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        await one.spend(100)
        await other.spend(100)
        await one.spend(5_000)
        await other.spend(3_000)
        await one.settlement.settle()  # nobody has used it meanwhile
        assert (one.left, other.left) == (about(20_000 - 8_200), about(20_000 - 8_200))
        one.budgets.of(BOB).charge(20_000)  # which is nobody else's


async def test_who_goes_from_process_to_process_has_one_budget(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, clock):
        total = 0
        for process in (one, other) * 3:
            clock.now += 20_000  # all has come back, as far as this process can tell
            await process.begin()
            total += (left := process.left)
            await process.spend(left)
            await process.rest()
        assert total == about(20_000)


async def test_budgets_of_any_size_that_can_be_set_are_shared(redis_url: str) -> None:
    bounds = [
        Spending("small", 1, 1_000, 20_000),
        Spending("large", 1, 10**9, 10**10),
        Spending("vast", 1, 10**12, 10**13),
    ]
    keeper = Ledger(redis_url)
    assert await keeper.settle(bounds) == [pytest.approx(one.size, rel=1e-3) for one in bounds]
    await keeper.close()


async def test_debts_are_paid_back_in_all_processes(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        for process in (one, other):
            await process.begin()
            process.budgets.of(ADA).charge(20_000)  # at once, before either is told of the other
        for process in (one, other):
            await process.settlement.settle()
        assert refusal(other.budgets.of(ADA), 1)[1] == about(20_000)
        await one.rest()
        await one.begin()
        assert refusal(one.budgets.of(ADA), 1)[1] == about(20_000)


async def test_numbers_that_vanish_are_begun_anew_and_nobody_pays_twice(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        await one.spend(100)
        await other.spend(100)
        await one.settlement.settle()
        await one.settlement._ledger._redis.flushall()
        await one.spend(50)
        await other.spend(50)
        await one.settlement.settle()
        assert (one.left, other.left) == (about(20_000 - 250), about(20_000 - 250))


async def test_while_valkey_is_away_each_process_goes_by_what_it_knows(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        gone = Settlement(other.budgets, Ledger(NOWHERE))
        other.budgets.of(ADA).charge(20_000)
        with pytest.raises(FAULTS):
            await gone.settle()
        await gone.close()
        refusal(other.budgets.of(ADA), 1)
        other.budgets.of(ADA).cost.spend(100)
        other.budgets.forget()  # what was spent meanwhile is not told later, when it is long over
        await one.spend(1)
        await other.settlement.settle()
        await one.settlement.settle()
        assert one.left == about(20_000 - 1)
        refusal(other.budgets.of(ADA), 1)


@asynccontextmanager
async def hanging(redis_url: str) -> AsyncIterator[None]:
    """Valkey takes what is sent to it, and does it only when the block ends."""
    async with Redis.from_url(redis_url) as admin:
        await admin.client_pause(3_600_000, all=False)
        try:
            yield
        finally:
            await admin.client_unpause()


async def test_what_was_sent_to_a_valkey_that_hangs_counts_once_at_most(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "ANSWER_SECONDS", 0.2)
    async with processes(redis_url) as (one, other, _):
        await one.begin()
        one.budgets.of(ADA).charge(5_000)
        async with hanging(redis_url):
            for _ in range(2):
                with pytest.raises(FAULTS):
                    await one.settlement.settle()
        await one.settlement.settle()
        await other.begin()
        assert other.left >= 15_000


async def test_nobody_waits_long_to_learn_of_others(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settling, "LEARN_SECONDS", 0.01)
    monkeypatch.setattr(ledger, "ANSWER_SECONDS", 0.2)
    async with processes(redis_url) as (one, other, _), hanging(redis_url):
        await one.begin()
        one.budgets.of(ADA).charge(20_000)
        await until(lambda: one.settlement._is_away)
        monkeypatch.setattr(settling, "LEARN_SECONDS", PATIENCE)
        await one.begin()  # while Valkey is away, nobody asks it
        other.budgets.of(ADA).charge(20_000)
    (said,) = caplog.messages
    assert said.startswith("each process goes by budgets of its own until it can share them: Redis or Valkey is away: ")


async def test_a_user_with_the_documented_rights_and_no_others_shares_budgets(redis_url: str) -> None:
    async with redis_user(redis_url, documented_rights()) as (_, limited), processes(limited) as (one, other, _):
        await one.spend(5_000)
        await other.begin()
        assert other.left == about(20_000 - 5_000)


async def test_without_the_right_a_process_goes_by_its_own_budgets_and_says_so_once_and_how_to_change_it(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settling, "RETRY_SECONDS", 0.01)
    rights = [right for right in documented_rights() if "spent" not in right]
    async with (
        redis_user(redis_url, rights) as (admin, limited),
        processes(limited, settle_seconds=0.01) as (one, _, _),
    ):
        account = one.budgets.of(ADA)
        account.charge(20_000)
        for _ in range(2):
            await admin.acl_log_reset()
            account.cost.spend(1)
            async with asyncio.timeout(PATIENCE):
                while not await admin.acl_log():
                    pass
        refusal(account, 1)
        await admin.execute_command("ACL", "SETUSER", "app", "~tierline:spent:*")  # type: ignore[no-untyped-call]
        account.cost.spend(1)
        await until(lambda: account.is_current)
    (record,) = caplog.records
    assert record.getMessage().startswith("each process goes by budgets of its own until it can share them: Redis or")
    assert "docs/operations.md" in record.getMessage()


async def test_a_server_refuses_what_was_spent_in_another_from_the_first_request_on(
    database_url: str, redis_url: str
) -> None:
    async with processes(redis_url) as (other, _, _), serving(make_app(database_url, redis_url, allowance=SLOW)) as api:
        await other.spend(20_000)
        assert (await api.post(OPERATOR, VIEWER)).status_code == 429
        async with api.socket(operator("bob")) as socket:
            account = view_of(api).state.budgets.of(BOB)
            account.is_current = False  # after a while without a word
            other.budgets.of(BOB).charge(20_000)
            await other.settlement.settle()
            await socket.subscribe(VIEWER)
            assert (await socket.error())[0] == "RATE_LIMITED"


async def test_two_servers_have_one_budget(database_url: str, redis_url: str) -> None:
    async with (
        processes(redis_url, settle_seconds=0.01) as (other, _, _),
        serving(make_app(database_url, redis_url, allowance=SLOW)) as api,
    ):
        left = await spent(api, VIEWER)
        account = view_of(api).state.budgets.of(ADA)
        await until(lambda: not account.cost.spent and account.is_current)
        await other.begin()
        await until(lambda: other.left == about(left))
        await other.spend(other.left)
        await until(lambda: account.left()["cost"] == about(0))
        assert (await api.post(OPERATOR, DEAR)).status_code == 429
