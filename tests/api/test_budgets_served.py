"""Budgets where requests come in: over HTTP, sockets and as events."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from threading import current_thread
from typing import Any

import pytest
from graphql import validate

from api.auth.minting import mint_token
from api.auth.principals import Role
from api.execution import documents
from api.execution.errors import RateLimited
from api.execution.limits import budgets as budgets_module
from api.execution.limits import prices
from api.execution.limits.allowance import Allowance
from api.execution.limits.budgets import Budgets
from api.execution.limits.prices import REQUEST, price_of_body
from tests.api.budgets import (
    ADA,
    DEAR,
    DEAR_COST,
    PAGE,
    SMALL,
    Moment,
    spent,
    until,
)
from tests.api.front import OPERATOR, PATIENCE, SECRET, VIEWER, Api, make_app, partner_token, serving
from tests.api.reading import NOW
from tests.api.rows import add_partner
from tests.api.test_client_gone import over_http
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import held, operator, until_stuck


@pytest.fixture
async def small(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """The API with budgets that are soon spent, and get nothing back; there, statements are written for nothing."""
    monkeypatch.setattr(prices, "PLANNING", 10**9)
    async with serving(make_app(database_url, redis_url, allowance=SMALL)) as running:
        view_of(running).state.budgets.clock = Moment()
        yield running


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
