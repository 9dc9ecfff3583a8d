from typing import NoReturn
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from api.auth.grants import WeakSecret
from models.migrate import migrate
from models.rulebook import Rulebook, WrongTimeZone
from ops.data import DataDirectory
from tests.api.front import OPERATOR, RULES, VIEWER, Api, make_app, partner_token, serving
from tests.conftest import named


async def test_liveness_and_readiness_need_no_token(api: Api) -> None:
    assert (await api.http.get("/healthz")).json() == {"status": "alive"}
    assert (await api.http.get("/readyz")).json() == {"status": "ready"}


async def test_a_database_without_its_migrations_is_not_ready_until_it_has_them(
    empty_database: str, redis_url: str
) -> None:
    async with serving(make_app(empty_database, redis_url)) as api:
        ready = await api.http.get("/readyz")
        assert ready.status_code == 503
        assert "0001_facts_and_results" in ready.json()["reason"]
        assert "run `tierline migrate`" in ready.json()["reason"]
        answer = await api.post(OPERATOR, VIEWER)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_READY"}
        assert (await api.http.get("/healthz")).status_code == 200
        await migrate(empty_database)
        assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
        assert (await api.http.get("/readyz")).status_code == 200


async def test_a_database_that_is_away_is_not_ready(servers: DataDirectory, redis_url: str) -> None:
    async with serving(make_app(named(servers, "nowhere"), redis_url)) as api:
        ready = await api.http.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["reason"].startswith("the database does not answer")
        assert (await api.post(OPERATOR, VIEWER)).status_code == 503


async def test_a_database_that_goes_away_is_no_fault_of_ours(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> NoReturn:
        raise ConnectionRefusedError("nobody listens")

    assert await api.ask(OPERATOR, VIEWER)
    monkeypatch.setattr("models.database._bound", refuse)
    away = "the database does not answer; try again in a moment"
    assert await api.fail(OPERATOR, "{ partners { totalCount } }") == ("NOT_READY", away)
    answer = await api.post(partner_token("P-1"), VIEWER)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.json() == {"errors": [{"message": away, "extensions": {"code": "NOT_READY"}}]}
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind } }")
        assert await socket.error() == ("NOT_READY", away)
    async with api.open_socket() as socket:
        init = {"type": "connection_init", "payload": {"authorization": f"Bearer {partner_token('P-1')}"}}
        await socket.say(init)
        assert await socket.close_code() == (1013, away)
    assert "nobody listens" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_that_takes_no_writes_is_away_until_it_does(database_url: str, redis_url: str) -> None:
    mutation = """mutation { recordActivity(input: {events: [
        {id: "e", client: "c", actor: "a@b.example", kind: LOGIN, at: "2019-07-01T00:00:00Z"}]}) { accepted } }"""
    admin = await asyncpg.connect(database_url)
    name = await admin.fetchval("SELECT current_database()")
    others = (
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
        " WHERE datname = $1 AND pid <> pg_backend_pid()"
    )
    async with serving(make_app(database_url, redis_url)) as api:
        assert (await api.post(OPERATOR, mutation)).json()["data"] is not None
        await admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        assert await admin.fetchval(others, name) > 0
        for _ in range(2):
            ready = await api.http.get("/readyz")
            assert ready.status_code == 503
            assert ready.json()["reason"] == "the database takes no writes, as a standby or during a failover"
            assert (await api.fail(OPERATOR, mutation))[0] == "NOT_READY"
            assert (await api.http.get("/healthz")).status_code == 200
        await admin.execute("SET default_transaction_read_only = off")
        await admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        assert (await api.http.get("/readyz")).status_code == 200
        assert (await api.post(OPERATOR, mutation)).json()["data"] is not None
    await admin.close()


async def test_another_time_zone_than_the_databases_does_not_start(database_url: str, redis_url: str) -> None:
    async with serving(make_app(database_url, redis_url)):
        pass
    app = make_app(database_url, redis_url, rules=Rulebook(RULES.editions, ZoneInfo("Europe/Berlin")))
    with pytest.raises(WrongTimeZone, match="set TIERLINE_TIMEZONE=UTC"):
        async with app.router.lifespan_context(app):
            pass


def test_a_short_secret_does_not_start() -> None:
    with pytest.raises(WeakSecret, match="TIERLINE_SECRET"):
        make_app("postgresql://localhost/none", "redis://localhost", secret="short")
