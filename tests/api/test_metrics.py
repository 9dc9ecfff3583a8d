import re
from typing import NoReturn

import pytest

from events.log import Event
from models.database import acquire
from tests.api.front import INGEST, METRICS, OPERATOR, VIEWER, Api, partner_token
from tests.api.test_socket_lifetime import until
from tests.api.watching import TIERS


async def scrape(api: Api) -> dict[str, float]:
    answer = await api.http.get("/metrics", headers={"Authorization": f"Bearer {OPERATOR}"})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in found}


async def test_metrics_tell_of_requests_sockets_and_subscriptions(api: Api) -> None:
    await api.ask(OPERATOR, VIEWER)
    assert (await api.post(None, VIEWER)).status_code == 401
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        await socket.next()
        during = await scrape(api)
    await until(api, 0)
    after = await scrape(api)
    assert during['tierline_request_seconds_count{status="200"}'] == 1
    assert during['tierline_request_seconds_count{status="401"}'] == 1
    assert during["tierline_operation_cost_count"] == 1
    assert during["tierline_sockets"] == during["tierline_subscriptions"] == 1
    assert during["tierline_live_frames_total"] == 1
    assert after["tierline_sockets"] == after["tierline_subscriptions"] == 0


async def test_metrics_tell_how_far_live_events_are_behind(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    still = await scrape(api)
    assert (still["tierline_database_up"], still["tierline_live_lag_events"]) == (1, 0)

    async def none_new(_: int) -> list[Event]:
        return []

    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        await socket.next()
        monkeypatch.setattr("api.live.feed.read_new", none_new)
        async with acquire() as connection:
            await connection.execute(
                "INSERT INTO event (seq, kind, payload, created_at)"
                " SELECT number, 'JOB_CHANGED', '{}', now() FROM generate_series(1, 3) AS number"
            )
        assert (await scrape(api))["tierline_live_lag_events"] == 3


async def test_metrics_are_told_while_the_database_is_away(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> NoReturn:
        raise ConnectionRefusedError("nobody listens")

    await api.ask(OPERATOR, VIEWER)
    monkeypatch.setattr("models.database._bound", refuse)
    told = await scrape(api)
    assert told["tierline_database_up"] == 0
    assert told['tierline_request_seconds_count{status="200"}'] == 1
    assert "tierline_live_lag_events" not in told


async def test_metrics_are_for_who_only_watches_and_for_operators(api: Api) -> None:
    assert (await api.http.get("/metrics")).status_code == 401
    for token, status in ((METRICS, 200), (OPERATOR, 200), (INGEST, 403), (partner_token("P-1"), 403)):
        answer = await api.http.get("/metrics", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status
        if status == 403:
            (error,) = answer.json()["errors"]
            assert error["extensions"] == {"code": "FORBIDDEN"}
            assert error["message"] == "only a token of role metrics or operator may read metrics"


async def test_who_only_watches_may_ask_nothing_else(api: Api) -> None:
    told = "a token of role metrics reads /metrics, and nothing else"
    answer = await api.post(METRICS, VIEWER)
    assert (answer.status_code, answer.json()) == (
        403, {"errors": [{"message": told, "extensions": {"code": "FORBIDDEN"}}]},
    )  # fmt: skip
    async with api.open_socket() as socket:
        await socket.say({"type": "connection_init", "payload": {"authorization": f"Bearer {METRICS}"}})
        assert await socket.close_code() == (4403, f"Forbidden: {told}")
