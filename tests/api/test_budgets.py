import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import current_thread
from typing import Any

import pytest
from graphql import validate

from api.auth.minting import mint_token
from api.auth.principals import Owner, Principal, Role
from api.execution import documents
from api.execution.errors import RateLimited
from api.execution.limits import budgets as budgets_module
from api.execution.limits import settling
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Account, Bucket, Budgets
from api.execution.limits.ledger import FAULTS, Ledger
from api.execution.limits.prices import REQUEST
from api.execution.limits.settling import Settlement
from tests.api.front import OPERATOR, PATIENCE, SECRET, VIEWER, Api, make_app, partner_token, serving
from tests.api.reading import NOW, NOWHERE
from tests.api.rows import add_partner
from tests.api.test_client_gone import over_http
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import held, operator, until_stuck
from tests.redis_users import documented_rights, redis_user

ADA, BOB = ("OPERATOR", "ada"), ("OPERATOR", "bob")
SMALL = Allowance(cost_per_second=1_000, bytes_per_second=1_000_000, requests_at_once=2)
DEAR = "{ partners(first: 99) { edges { node { clients(first: 98) { edges { node { id } } } } } } }"
DEAR_COST = 1 + 99 * (2 + 1 + 98 * 2)
PAGE = "{ clients(first: 100) { edges { node { name } } } }"  # costs 201


@dataclass
class Moment:
    """A clock that stands still."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def account(allowance: Allowance = SMALL) -> tuple[Account, Moment]:
    clock = Moment()
    return Budgets(allowance, clock).of(ADA), clock


def refusal(one: Account, cost: int) -> tuple[str, int]:
    with pytest.raises(RateLimited) as refused:
        one.charge(cost)
    return str(refused.value), refused.value.retry_after


def test_what_is_saved_up_can_be_spent_at_once_and_no_more() -> None:
    one, _ = account()
    assert one.left() == {"cost": 20_000, "bytes": 10_000_000}
    one.charge(19_999)
    one.charge(1)
    assert refusal(one, 1) == ("this costs 1, of which 0 are left; 1,000 come back each second", 1)


def test_who_comes_back_when_told_to_is_served() -> None:
    one, clock = account()
    one.charge(20_000)
    _, seconds = refusal(one, 2_500)
    assert seconds == 3
    clock.now += 2.4
    refusal(one, 2_500)
    clock.now += 0.6
    one.charge(2_500)
    assert one.left()["cost"] == 500


def test_a_refusal_costs_nothing() -> None:
    one, _ = account()
    one.charge(19_000)
    for _ in range(3):
        refusal(one, 1_001)
    one.charge(1_000)


def test_the_dearest_operation_is_never_refused_for_ever() -> None:
    one, clock = account(Allowance(cost_per_second=1))
    clock.now += 20_000
    one.charge(20_000)


def test_bytes_that_were_too_many_are_paid_back_before_anything_more_is_sent() -> None:
    one, clock = account()
    one.send(12_500_000)
    message, seconds = refusal(one, 1)
    assert message.startswith("more was sent to you than 1,000,000 bytes a second")
    assert seconds == 3
    assert one.left()["bytes"] == 0
    clock.now += 2.5
    one.charge(1)


def test_requests_at_once_are_counted_as_long_as_they_last() -> None:
    one, _ = account()
    with one.request():
        with one.request(), pytest.raises(RateLimited) as refused, one.request():
            pass
        assert refused.value.retry_after == 1
        with one.request():
            pass
    assert one.requests == 0


def test_headers_say_what_is_left_and_when_all_has_come_back() -> None:
    one, clock = account()
    one.charge(5_000)
    one.send(2_000_000)
    clock.now += 0.5
    assert one.headers() == {
        "RateLimit-Policy": '"cost";q=20000;w=10, "bytes";q=10000000;w=10;qu="content-bytes"',
        "RateLimit": '"cost";r=15500;t=5, "bytes";r=8500000;t=2',
    }


def test_a_budget_is_a_partners_whoever_its_tokens_name_and_each_operators_own() -> None:
    def owner(role: Role, subject: str, partner: str | None = None) -> Owner:
        return Principal(role, subject, partner, NOW).owner

    assert owner(Role.PARTNER, "ann", "P-1") == owner(Role.PARTNER, "bea", "P-1")
    assert owner(Role.PARTNER, "ann", "P-1") != owner(Role.PARTNER, "ann", "P-2")
    assert owner(Role.OPERATOR, "ann") != owner(Role.OPERATOR, "bea")
    assert owner(Role.OPERATOR, "ann") != owner(Role.INGEST, "ann")


def test_nobody_is_remembered_who_has_all_of_its_budget() -> None:
    clock = Moment()
    budgets = Budgets(SMALL, clock)
    budgets.of(ADA).charge(1_000)
    with budgets.of(BOB).request():
        assert [one.owner for one in budgets.unsettled()] == [ADA, BOB]
        assert len(budgets) == 2  # of a request the account is in use
    budgets.of(ADA).cost.learn(1_000, 1_000, clock.now)
    budgets.of(BOB).cost.learn(REQUEST, REQUEST, clock.now)
    clock.now += 0.5
    budgets.unsettled()
    assert len(budgets) == 1
    clock.now += 0.5
    budgets.unsettled()
    assert len(budgets) == 0


def test_a_debt_is_not_forgiven_by_what_others_have_spent() -> None:
    bucket = Bucket(1, 10, 0.0)
    bucket.spend(50, 0.0)
    bucket.learn(50, 50, 0.0)
    assert bucket.level(0.0) == -40
    bucket.learn(90, 0, 0.0)
    assert bucket.level(0.0) == -40
    bucket.learn(91, 0, 50.0)
    assert bucket.level(50.0) == 9


@dataclass
class Process:
    """One of several that serve the same principals."""

    budgets: Budgets
    settlement: Settlement

    @property
    def left(self) -> int:
        return self.budgets.of(ADA).left()["cost"]


@asynccontextmanager
async def processes(redis_url: str, *, seconds: int = 60) -> AsyncIterator[tuple[Process, Process, Moment]]:
    clock = Moment()
    made = [Budgets(SMALL, clock) for _ in range(2)]
    one, other = (Process(each, Settlement(each, Ledger(redis_url, seconds=seconds))) for each in made)
    try:
        yield one, other, clock
    finally:
        await one.settlement.close()
        await other.settlement.close()


async def spend(process: Process, cost: int) -> None:
    process.budgets.of(ADA).charge(cost)
    await process.settlement.settle()


async def test_processes_learn_what_a_principal_spends_in_others(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        await spend(one, 100)
        await spend(other, 100)
        await spend(one, 5_000)
        await spend(other, 3_000)
        await spend(one, 1)
        assert (one.left, other.left) == (20_000 - 100 - 5_000 - 3_000 - 1 - 100, 20_000 - 100 - 3_000 - 5_000)
        one.budgets.of(BOB).charge(20_000)  # which is nobody else's


async def test_who_has_spent_all_in_one_process_can_spend_no_more_in_another(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, clock):
        for process in (one, other):
            await spend(process, 1)
        await spend(one, 19_000)
        await spend(other, 1)
        assert refusal(other.budgets.of(ADA), 2_000)[1] == 2
        clock.now += 2
        other.budgets.of(ADA).charge(2_000)


async def test_sums_that_vanish_are_begun_anew_and_nobody_pays_twice(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        for process in (one, other):
            await spend(process, 100)
        await spend(one, 100)
        await spend(other, 100)
        ledger = one.settlement._ledger._redis
        await ledger.flushall()
        before = one.left, other.left
        await spend(one, 50)
        await spend(other, 50)
        await spend(one, 50)
        assert (before[0] - one.left, before[1] - other.left) == (150, 100)


async def test_while_valkey_is_away_each_process_goes_by_what_it_knows(redis_url: str) -> None:
    async with processes(redis_url) as (one, other, _):
        gone = Settlement(other.budgets, Ledger(NOWHERE, seconds=60))
        other.budgets.of(ADA).charge(20_000)
        with pytest.raises(FAULTS):
            await gone.settle()
        await gone.close()
        refusal(other.budgets.of(ADA), 1)
        other.budgets.forget()  # what was spent meanwhile is not told later, when it is long over
        await spend(one, 1)
        await other.settlement.settle()
        await spend(one, 1)
        assert one.left == 20_000 - 2


@asynccontextmanager
async def ledger_of(redis_url: str) -> AsyncIterator[Ledger]:
    ledger = Ledger(redis_url, seconds=60)
    yield ledger
    await ledger.close()


@pytest.fixture
async def small(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """The API with budgets that are soon spent, and get nothing back."""
    async with serving(make_app(database_url, redis_url, allowance=SMALL)) as running:
        view_of(running).state.budgets.clock = Moment()
        yield running


async def spent(api: Api, query: str, token: str = OPERATOR) -> int:
    """What an answer has left of the budget."""
    answer = await api.post(token, query)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["extensions"]["budget"]["cost"])


async def test_over_http_a_spent_budget_is_a_429_that_says_when_to_come_back(small: Api) -> None:
    answer = await small.post(OPERATOR, DEAR)
    reading = 50 + 2 * len(DEAR)
    assert answer.json()["extensions"]["cost"] == DEAR_COST
    left = 20_000 - REQUEST - reading - DEAR_COST
    assert answer.json()["extensions"]["budget"]["cost"] == left
    assert answer.headers["ratelimit-policy"].startswith('"cost";q=20000;w=10, "bytes";')
    assert answer.headers["ratelimit"].startswith(f'"cost";r={left};t=20, "bytes";r=')
    for accept in ("application/json", "application/graphql-response+json"):
        view_of(small).state.budgets.of(ADA).cost.spend(-REQUEST, 0)  # what it takes to be told
        headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": accept}
        answer = await small.http.post("/graphql", headers=headers, json={"query": DEAR})
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "20"
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": 20}
        assert error["message"] == f"this costs 19,702, of which {left} are left; 1,000 come back each second"
    assert (await small.post(operator("bob"), VIEWER)).status_code == 200


async def test_over_a_socket_and_as_events_it_is_an_error_of_the_operation(small: Api) -> None:
    account = view_of(small).state.budgets.of(ADA)
    account.cost.spend(19_000, 0)
    async with small.socket(OPERATOR) as socket:
        await socket.subscribe(DEAR)
        message = await socket.hear()
        assert (message["type"], message["id"]) == ("error", "1")
        assert message["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        seconds = message["payload"][0]["extensions"]["retryAfter"]
        assert await socket.silent()
    headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": "text/event-stream"}
    answer = await small.http.post("/graphql", headers=headers, json={"query": DEAR})
    assert f'"extensions":{{"code":"RATE_LIMITED","retryAfter":{seconds}}}' in answer.text
    assert answer.text.split("\r\n")[-4:-2] == ["event: complete", "data: "]
    account.cost.spend(1_000, 0)
    assert (await small.http.post("/graphql", headers=headers, json={"query": DEAR})).status_code == 429


async def test_a_subscription_waits_until_it_can_be_paid_for(small: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets_module, "WAIT_SECONDS", 0.01)
    budgets = view_of(small).state.budgets
    clock = budgets.clock
    assert isinstance(clock, Moment)
    async with small.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind } }", name="known")
        await socket.next("known")
        budgets.of(ADA).cost.spend(20_000, 0)
        await socket.subscribe("subscription { tierChanges { kind } }")
        assert await socket.silent()
        clock.now += 1
        assert await socket.next() == {"tierChanges": {"kind": "SNAPSHOT"}}
        budgets.of(ADA).cost.spend(100_000, clock.now)
        await socket.subscribe("subscription { tierChanges { kind } }", name="2")
        assert await socket.silent()
        clock.now += budgets_module.AFFORD_SECONDS + 1
        assert (await socket.error("2"))[0] == "RATE_LIMITED"


async def test_all_tokens_of_a_partner_have_one_budget(small: Api) -> None:
    await add_partner("P-1")
    await spent(small, DEAR, partner_token("P-1"))
    again = mint_token(SECRET, Role.PARTNER, partner="P-1", ttl=timedelta(hours=1), now=NOW, subject="somebody")
    assert (await small.post(again, DEAR)).status_code == 429
    await add_partner("P-2")
    await spent(small, DEAR, partner_token("P-2"))


async def test_more_requests_at_once_than_allowed_are_refused_and_cost_nothing(small: Api, database_url: str) -> None:
    async with held(database_url, "client") as onlooker, over_http(small, PAGE), over_http(small, PAGE):
        await until_stuck(onlooker, 2)
        answer = await small.post(OPERATOR, VIEWER)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "1"
        assert (await small.post(operator("bob"), VIEWER)).status_code == 200
    await until(lambda: view_of(small).state.budgets.of(ADA).requests == 0)
    paid = 2 * (REQUEST + 201) + 50 + 2 * len(PAGE)  # bob has paid for reading the other text
    assert await spent(small, VIEWER) == 20_000 - paid - REQUEST - 1


async def test_texts_that_nobody_has_sent_before_are_paid_for_by_their_length(small: Api) -> None:
    first, second = (f"{{ viewer {{ role }} }} # {name}" for name in ("a" * 1_000, "b" * 6_000))
    left = 20_000 - (REQUEST + 50 + 2 * len(first) + 1)
    assert await spent(small, first) == left
    left -= REQUEST + 1
    assert await spent(small, first) == left
    left -= REQUEST + 10_000 + 1
    assert await spent(small, second) == left
    third = f"{{ viewer {{ role }} }} # {'c' * 6_000}"
    assert (await small.post(OPERATOR, third)).status_code == 429
    assert await spent(small, second) == left - REQUEST - REQUEST - 1


async def test_long_texts_are_read_beside_the_event_loop(small: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[str] = []

    def note(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - as it is called
        readers.append(current_thread().name)
        return validate(*args, **options)

    monkeypatch.setattr(documents, "validate", note)
    await spent(small, f"{{ viewer {{ role }} }} # {'d' * 600}")
    await spent(small, f"{{ viewer {{ role }} }} # {'d' * 60}")
    assert readers[0].startswith("documents")
    assert not readers[1].startswith("documents")


async def test_bytes_of_answers_are_counted_however_they_are_sent(small: Api) -> None:
    def left() -> int:
        return view_of(small).state.budgets.of(ADA).left()["bytes"]

    answer = await small.post(OPERATOR, VIEWER)
    assert left() == 10_000_000 - len(answer.content)
    async with small.socket(OPERATOR) as socket:
        await socket.subscribe(VIEWER)
        await socket.next()
    assert left() < 10_000_000 - 2 * len(answer.content) + 20


async def until(holds: Callable[[], bool]) -> None:
    """Returns once something holds that is settled apart from all requests."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 (nothing is said when it is)
            await asyncio.sleep(0.01)


async def test_a_user_with_the_documented_rights_and_no_others_shares_budgets(redis_url: str) -> None:
    async with redis_user(redis_url, documented_rights()) as (_, limited), processes(limited) as (one, other, _):
        for process in (one, other):
            await spend(process, 1)
        await spend(one, 5_000)
        await spend(other, 1)
        assert other.left == 20_000 - 1 - 5_000 - 1


async def test_without_the_right_a_process_goes_by_its_own_budgets_and_says_so_once_and_how_to_change_it(
    redis_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settling, "SETTLE_SECONDS", 0)
    monkeypatch.setattr(settling, "RETRY_SECONDS", 0)
    rights = [right for right in documented_rights() if "spent" not in right]
    async with redis_user(redis_url, rights) as (admin, limited), processes(limited) as (one, _, clock):
        account = one.budgets.of(ADA)
        account.charge(20_000)
        one.settlement.open()
        for _ in range(2):
            await admin.acl_log_reset()
            account.cost.spend(1, clock.now)
            async with asyncio.timeout(PATIENCE):
                while not await admin.acl_log():
                    pass
        refusal(account, 1)
        await admin.execute_command("ACL", "SETUSER", "app", "~tierline:spent:*")  # type: ignore[no-untyped-call]
        account.cost.spend(1, clock.now)
        await until(lambda: account.cost.total is not None)
    (record,) = caplog.records
    assert record.getMessage().startswith("each process goes by budgets of its own until it can share them: Redis or")
    assert "docs/operations.md" in record.getMessage()


async def test_two_servers_have_one_budget(small: Api, redis_url: str) -> None:
    budgets = view_of(small).state.budgets
    async with ledger_of(redis_url) as ledger:
        other = Budgets(SMALL, Moment())
        settlement = Settlement(other, ledger)
        await spent(small, VIEWER)
        await until(lambda: budgets.of(ADA).cost.total is not None)
        other.of(ADA).charge(1)
        await settlement.settle()
        other.of(ADA).charge(15_000)
        await settlement.settle()
        await spent(small, VIEWER)
        await until(lambda: budgets.of(ADA).left()["cost"] < 5_000)
    assert (await small.post(OPERATOR, DEAR)).status_code == 429
