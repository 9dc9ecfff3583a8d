"""Whoever takes all that one principal may have leaves enough for the others, for signing in, and for readiness."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import httpx
import pytest

from api.auth import partners
from api.auth.minting import mint_token
from api.auth.principals import Role
from api.execution.limits import work
from api.http import app, readiness
from tests.api.front import OPERATOR, PATIENCE, SECRET, Api, make_app, partner_token, serving
from tests.api.reading import NOW
from tests.api.rows import add_partner
from tests.api.test_socket_lifetime import view_of

MOMENT = 1.0  # seconds
WIDE = f"{{ {' '.join(f'a{number}: clients {{ edges {{ cursor }} }}' for number in range(49))} }}"
ROLE = "{ viewer { role } }"
TIERS = "{ tierCounts { count } }"


def operator(name: str) -> str:
    return mint_token(SECRET, Role.OPERATOR, partner=None, ttl=timedelta(hours=1), now=NOW, subject=name)


@asynccontextmanager
async def held(database_url: str, table: str) -> AsyncIterator[asyncpg.Connection]:
    """Statements that read the table take as long as this block; gives a connection that looks on."""
    holder, onlooker = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    try:
        async with holder.transaction():
            await holder.execute(f"LOCK TABLE {table}")
            yield onlooker
    finally:
        await holder.close()
        await onlooker.close()


async def stuck(onlooker: asyncpg.Connection) -> int:
    """How many statements wait for the table."""
    found = await onlooker.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return int(found)


async def until_stuck(onlooker: asyncpg.Connection, number: int, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while await stuck(onlooker) != number:  # noqa: ASYNC110 (what it waits for is in another process)
            await asyncio.sleep(0.005)


@asynccontextmanager
async def attack(api: Api, *tokens: str) -> AsyncIterator[list[asyncio.Task[httpx.Response]]]:
    """Several requests of each, with 49 fields that all want a connection."""
    tasks = [asyncio.create_task(api.post(token, WIDE)) for token in tokens for _ in range(3)]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_others_read_while_one_principal_has_all_that_it_may(api: Api, database_url: str) -> None:
    async with held(database_url, "client") as onlooker:
        async with attack(api, OPERATOR):
            await until_stuck(onlooker, 2)
            async with asyncio.timeout(MOMENT):
                assert await api.ask(operator("bob"), TIERS)
                assert (await api.http.get("/readyz")).status_code == 200
            assert await stuck(onlooker) == 2
        await until_stuck(onlooker, 0, MOMENT)  # the attacker left


async def test_signing_in_and_readiness_have_a_connection_when_the_pool_has_none(api: Api, database_url: str) -> None:
    await add_partner("P-1")
    async with held(database_url, "client") as onlooker, attack(api, OPERATOR, operator("bob")):
        await until_stuck(onlooker, 4)
        async with asyncio.timeout(MOMENT):
            assert (await api.http.get("/readyz")).status_code == 200
            seen = await api.ask(partner_token("P-1"), ROLE)
            assert seen == {"viewer": {"role": "PARTNER"}}


async def test_readiness_is_told_soon_by_one_look_for_all_who_ask_and_holds_nobody_up(
    api: Api, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "TELL_SECONDS", 0.1)
    await add_partner("P-1")
    async with held(database_url, "calendar") as onlooker, asyncio.timeout(PATIENCE):
        answers = await asyncio.gather(*(api.http.get("/readyz") for _ in range(20)))
        assert {answer.status_code for answer in answers} == {503}
        assert answers[0].json()["reason"] == "the database has not answered within 0.1 s"
        assert await stuck(onlooker) == 1
        assert await api.ask(partner_token("P-1"), ROLE) == {"viewer": {"role": "PARTNER"}}
        async with api.socket(OPERATOR) as socket:
            await socket.subscribe("subscription { tierChanges { kind } }")
            assert await socket.next() == {"tierChanges": {"kind": "SNAPSHOT"}}
    monkeypatch.undo()
    assert (await api.http.get("/readyz")).status_code == 200


async def test_a_look_that_hangs_ends_and_leaves_the_next_one_a_connection(
    api: Api, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "TELL_SECONDS", PATIENCE)
    monkeypatch.setattr(readiness, "LOOK_SECONDS", 0.1)
    async with held(database_url, "calendar"), asyncio.timeout(PATIENCE):
        for _ in range(3):
            answer = await api.http.get("/readyz")
            assert answer.json()["reason"] == "the database does not answer: TimeoutError"
    monkeypatch.undo()
    assert (await api.http.get("/readyz")).status_code == 200


async def test_a_partner_that_is_not_there_is_looked_for_once_in_a_while(api: Api, database_url: str) -> None:
    known = view_of(api).state.partners
    known.clock = lambda: 100.0
    await api.ask(partner_token("P-1"), ROLE)
    async with held(database_url, "partner"), asyncio.timeout(PATIENCE):
        for _ in range(3):
            await api.ask(partner_token("P-1"), ROLE)
    await add_partner("P-1")
    known.clock = lambda: 100.0 + partners.ABSENT_SECONDS
    seen = await api.ask(partner_token("P-1"), '{ partner(externalId: "P-1") { externalId } }')
    assert seen == {"partner": {"externalId": "P-1"}}
    assert partners.ABSENT_SECONDS < 5  # for somebody who waits for it


async def test_few_are_remembered_that_are_not_there(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partners, "MOST_ABSENT", 2)
    known = partners.Partners()
    assert [await known.find(name) for name in ("P-1", "P-2", "P-3", "P-3")] == [None] * 4
    assert len(known._absent) == 2
    await add_partner("P-1")
    await add_partner("P-3")
    assert await known.find("P-1") is not None
    assert await known.find("P-3") is None
    await known.find("P-4")
    await known.find("P-5")
    assert await known.find("P-3") is not None


async def test_all_that_waited_is_answered_in_the_end(api: Api, database_url: str) -> None:
    async with attack(api, OPERATOR, operator("bob")) as tasks:
        async with held(database_url, "client") as onlooker:
            await until_stuck(onlooker, 4)
        for answer in await asyncio.gather(*tasks):
            assert len(answer.json()["data"]) == 49, answer.text


async def test_loads_that_wait_for_each_other_leave_connections_to_others(api: Api, database_url: str) -> None:
    record = '{ partner: { id: "P-1", name: "Acme", joinedOn: "2019-01-01", domains: ["a.example"] } }'
    load = f"mutation {{ importFacts(input: {{ records: [{record}] }}) {{ accepted }} }}"
    async with held(database_url, "partner") as onlooker:
        tasks = [asyncio.create_task(api.post(OPERATOR, load)) for _ in range(6)]
        await until_stuck(onlooker, 2)
        async with asyncio.timeout(MOMENT):
            assert await api.ask(operator("bob"), "{ clients { totalCount } }")
    answers = [answer.json()["data"]["importFacts"] for answer in await asyncio.gather(*tasks)]
    assert sorted(answer["accepted"] for answer in answers) == [0, 0, 0, 0, 0, 1]


async def test_an_answer_is_as_large_as_it_may_be_and_no_larger(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '{"name":"Partner of P-1"}'
    fields = " ".join(f"a{number}: partner(externalId: $id) {{ name }}" for number in range(3))
    ask = f"query ($id: String) {{ {fields} }}"
    async with serving(make_app(database_url, redis_url)) as api:
        await add_partner("P-1", name="Partner of P-1")
        monkeypatch.setattr(work, "MAX_ANSWER_BYTES", 3 * len(text))
        assert len((await api.ask(OPERATOR, ask, {"id": "P-1"})).values()) == 3
        monkeypatch.setattr(work, "MAX_ANSWER_BYTES", 3 * len(text) - 1)
        answer = (await api.post(OPERATOR, ask, {"id": "P-1"})).json()
        (error,) = answer["errors"]
        assert sorted(map(bool, answer["data"].values())) == [False, True, True]
        assert error["extensions"] == {"code": "LIMIT_EXCEEDED"}
        assert error["message"].startswith("the answer is larger than")
