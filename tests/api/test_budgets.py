import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import current_thread
from typing import Any

import pytest
from graphql import validate
from redis.asyncio import Redis

from api.auth.minting import mint_token
from api.auth.principals import Owner, Principal, Role
from api.execution import documents
from api.execution.errors import RateLimited
from api.execution.limits import budgets as budgets_module
from api.execution.limits import ledger, prices, settling
from api.execution.limits.allowance import Allowance
from api.execution.limits.buckets import Bucket
from api.execution.limits.budgets import IDLE_ROUNDS, Account, Budgets
from api.execution.limits.ledger import FAULTS, Ledger, Spending
from api.execution.limits.prices import REQUEST, price_of_body
from api.execution.limits.settling import Settlement
from api.execution.limits.turns import Turns
from api.execution.limits.work import Work
from tests.api.front import OPERATOR, PATIENCE, SECRET, VIEWER, Api, make_app, partner_token, serving
from tests.api.reading import NOW, NOWHERE
from tests.api.rows import add_partner
from tests.api.test_client_gone import over_http
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import held, operator, until_stuck
from tests.redis_users import documented_rights, redis_user

ADA, BOB = ("OPERATOR", "ada"), ("OPERATOR", "bob")
SLOW = Allowance(cost_per_second=1)  # so that hardly anything comes back while a test lasts, by Valkey's clock
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
    assert one.left() == {"cost": 15_500, "bytes": 8_500_000}
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
    with budgets.of(BOB).request() as bob:
        bob.charge(REQUEST)
        assert [one.owner for one in budgets.begin_round()] == [ADA, BOB]
        budgets.forget()
        clock.now += 0.5
        for _ in range(IDLE_ROUNDS):
            assert [one.owner for one in budgets.begin_round()] == [ADA, BOB]
        assert budgets.begin_round() == []
        assert len(budgets) == 2  # one has not all of it, the other is in use
    budgets.begin_round()
    assert len(budgets) == 1
    clock.now += 0.5
    budgets.begin_round()
    assert len(budgets) == 0


def test_what_others_have_left_gives_nothing_back() -> None:
    bucket = Bucket(1, 10, 0.0)
    bucket.spend(50)
    assert (bucket.tell(), bucket.tell()) == (50, 0)
    bucket.learn(10, 0.0)
    assert bucket.level(0.0) == -40
    bucket.learn(-60, 0.0)
    assert bucket.level(0.0) == -60
    bucket.spend(5)
    bucket.learn(-60, 1.0)  # which the last were not among
    assert bucket.level(1.0) == -65
    assert bucket.level(100.0) == 10


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


@pytest.fixture
async def small(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """The API with budgets that are soon spent, and get nothing back; there, statements are written for nothing."""
    monkeypatch.setattr(prices, "PLANNING", 10**9)
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
        view_of(small).state.budgets.of(ADA).cost.spend(-REQUEST)  # what it takes to be told
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
    account.cost.spend(19_000)
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
    account.cost.spend(1_000)
    assert (await small.http.post("/graphql", headers=headers, json={"query": DEAR})).status_code == 429


async def test_a_subscription_waits_until_it_can_be_paid_for(small: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets_module, "REST_SECONDS", 0.01)  # or what Valkey's clock says is learnt before
    budgets = view_of(small).state.budgets
    clock = budgets.clock
    assert isinstance(clock, Moment)
    async with small.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind } }", name="known")
        await socket.next("known")
        budgets.of(ADA).cost.spend(20_000)
        await socket.subscribe("subscription { tierChanges { kind } }")
        assert await socket.silent()
        clock.now += 1
        assert await socket.next() == {"tierChanges": {"kind": "SNAPSHOT"}}
        monkeypatch.setattr(budgets_module, "AFFORD_SECONDS", 0.1)
        budgets.of(ADA).cost.spend(100_000)
        await socket.subscribe("subscription { tierChanges { kind } }", name="2")
        assert await socket.silent()
        assert (await socket.error("2"))[0] == "RATE_LIMITED"


async def test_who_waits_is_served_first_come_first_served_and_as_soon_as_there_is_enough() -> None:
    one = Budgets(Allowance(cost_per_second=20_000)).of(ADA)
    one.charge(200_000)
    began, served = time.monotonic(), []

    async def afford(name: str, cost: int) -> None:
        await one.afford(cost)
        served.append((name, time.monotonic() - began))

    async with asyncio.TaskGroup() as waiting:
        for name, cost in (("dear", 4_000), ("cheap", 1), ("cheaper", 1)):
            waiting.create_task(afford(name, cost))
    assert [name for name, _ in served] == ["dear", "cheap", "cheaper"]
    assert all(0.2 <= seconds < PATIENCE for _, seconds in served)


async def test_who_gives_up_waiting_lets_those_behind_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Budgets(Allowance(cost_per_second=2_000)).of(ADA)
    one.charge(20_000)
    gone = asyncio.create_task(one.afford(20_000))
    await asyncio.sleep(0)
    behind = asyncio.create_task(one.afford(1))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait_for(behind, PATIENCE)
    monkeypatch.setattr(budgets_module, "AFFORD_SECONDS", 0.01)
    with pytest.raises(RateLimited) as refused:
        await one.afford(20_000)
    assert str(refused.value).startswith("this costs 20,000, of which ")
    assert refused.value.retry_after == 10


def cost_left(api: Api) -> int:
    return view_of(api).state.budgets.of(ADA).left()["cost"]


REFUSED = {
    "one that cannot be read": "{",
    "one that does not fit the schema": "{ nothing }",
    "one that is too expensive": DEAR.replace("98", "100"),
    "a subscription that does not fit the schema": "subscription { nothing }",
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_a_document_that_is_refused_costs_as_much_as_a_request_however_it_comes_and_often(
    small: Api, kind: str
) -> None:
    query = REFUSED[kind]
    headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": "text/event-stream"}

    async def post() -> None:
        assert "errors" in (await small.post(OPERATOR, query)).json()

    async def stream() -> None:
        assert "errors" in (await small.http.post("/graphql", headers=headers, json={"query": query})).text

    async with small.socket(OPERATOR) as socket:

        async def subscribe() -> None:
            await socket.subscribe(query)
            await socket.error()

        await post()  # its text is known from then on
        for send in (post, stream, subscribe, subscribe):
            left = cost_left(small)
            await send()
            assert cost_left(small) == left - REQUEST


async def test_a_request_is_paid_for_once_however_it_comes(small: Api) -> None:
    headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": "text/event-stream"}
    await small.post(OPERATOR, VIEWER)
    left = cost_left(small)
    await small.post(OPERATOR, VIEWER)
    price = left - cost_left(small)
    assert price == REQUEST + 1
    assert "complete" in (await small.http.post("/graphql", headers=headers, json={"query": VIEWER})).text
    async with small.socket(OPERATOR) as socket:
        await socket.ask()
    assert cost_left(small) == left - 3 * price


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


async def test_a_body_is_paid_for_by_its_length_also_when_what_it_asks_for_is_refused(small: Api) -> None:
    left = await spent(small, VIEWER)
    body = {"query": "{ nothingAtAll }", "extensions": {"x": "y" * 2**16}}
    headers = {"Authorization": f"Bearer {OPERATOR}"}
    for _ in range(2):
        await small.http.post("/graphql", headers=headers, json=body)
    paid = left - await spent(small, VIEWER) - 3 * REQUEST - 1 - (50 + 2 * len("{ nothingAtAll }"))
    assert paid == 2 * price_of_body(len(json.dumps(body, separators=(",", ":")))) > 2 * 95


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
