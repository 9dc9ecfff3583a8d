import json
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from redis.asyncio import Redis

from api.ids import encode_id
from models.database import acquire
from tests.api.front import INGEST, OPERATOR, Api, make_app, partner_token, serving
from tests.api.rows import add_client, add_job, add_partner

FACTS = """
mutation ($records: [FactInput!]!) {
  importFacts(input: { records: $records }) {
    accepted unchanged rejected { index field reason } userErrors { message code path }
  }
}
"""
ACTIVITY = """
mutation ($events: [ActivityInput!]!) {
  recordActivity(input: { events: $events }) {
    accepted unchanged rejected { index field reason } userErrors { message code path }
  }
}
"""
JOB = (
    "{ job { id kind status from to month requestedBy requestedAt progress { done total } }"
    " userErrors { message code path } } }"
)
RECOMPUTE_ACTIVITY = "mutation ($input: RecomputeActivityInput!) { payload: recomputeActivity(input: $input) " + JOB
RECOMPUTE_TIERS = "mutation ($input: RecomputeTiersInput!) { payload: recomputeTiers(input: $input) " + JOB
CANCEL = "mutation ($id: ID!) { payload: cancelRecompute(input: { jobId: $id }) " + JOB
RETRY = "mutation ($id: ID!) { payload: retryRecompute(input: { jobId: $id }) " + JOB
NOTHING = {"accepted": 0, "unchanged": 0, "rejected": [], "userErrors": []}
PORTFOLIO: list[dict[str, Any]] = [
    {"partner": {"id": "P-1", "name": "One", "domains": ["one.example"], "country": "DE", "joinedOn": "2018-06-01"}},
    {"certification": {"partner": "P-1", "validFrom": "2018-06-01", "validUntil": "2019-12-31"}},
    {"employee": {"id": "E-1", "partner": "P-1", "email": "ann@one.example"}},
    {"client": {"id": "C-1", "name": "First", "registeredOn": "2018-07-01", "soldBy": "P-1", "soldOn": "2018-08-01"}},
    {"access": {"client": "C-1", "employee": "E-1", "grantedOn": "2018-08-02"}},
    {"mrr": {"period": "2019-05", "client": "C-1", "amount": "1200.50"}},
    {"mrrReport": {"period": "2019-05", "ranOn": "2019-06-05"}},
]
LOGIN = {"id": "A-1", "client": "C-1", "actor": "ann@one.example", "kind": "LOGIN", "at": "2019-06-01T10:00:00+02:00"}
TABLES = """partner certification employee client access mrr_line mrr_report actor activity_event stale_day
recompute_job event""".split()


@pytest.fixture
async def api(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    async with serving(make_app(database_url, redis_url)) as running:
        yield running


async def all_rows() -> list[Any]:
    """Everything that a mutation can write."""
    async with acquire() as connection:
        return [await connection.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]


async def ingest(api: Api, token: str, query: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    name = "records" if query is FACTS else "events"
    data = await api.ask(token, query, {name: items})
    payload: dict[str, Any] = data["importFacts" if query is FACTS else "recordActivity"]
    return payload


async def change(api: Api, query: str, **variables: object) -> dict[str, Any]:
    payload: dict[str, Any] = (await api.ask(OPERATOR, query, variables))["payload"]
    return payload


async def refusal(api: Api, query: str, **variables: object) -> tuple[str, list[str], str]:
    """Why nothing changed: code, path and message. Nothing must have changed."""
    before = await all_rows()
    payload = await change(api, query, **variables)
    assert payload["job"] is None
    assert await all_rows() == before
    (error,) = payload["userErrors"]
    return error["code"], error["path"], error["message"]


async def test_facts_of_every_type_are_loaded_in_any_order(api: Api) -> None:
    for token in (OPERATOR, INGEST):
        expected = {"accepted": 7} if token is OPERATOR else {"unchanged": 7}
        assert await ingest(api, token, FACTS, PORTFOLIO[::-1]) == NOTHING | expected
    assert await ingest(api, INGEST, ACTIVITY, [LOGIN]) == NOTHING | {"accepted": 1}
    assert await ingest(api, OPERATOR, ACTIVITY, [LOGIN]) == NOTHING | {"unchanged": 1}
    async with acquire() as connection:
        assert await connection.fetchval("SELECT amount FROM mrr_line") == Decimal("1200.50")
        assert await connection.fetchval("SELECT joined_on FROM partner") == date(2018, 6, 1)
        assert await connection.fetchval("SELECT count(*) FROM stale_day") == 1


async def test_a_missing_optional_field_means_null(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    bare = {"client": {"id": "C-1", "name": "First", "registeredOn": "2018-07-01"}}
    assert await ingest(api, OPERATOR, FACTS, [bare]) == NOTHING | {"accepted": 1}
    null = {"client": bare["client"] | {"soldBy": None, "soldOn": None, "country": None}}
    assert await ingest(api, OPERATOR, FACTS, [null]) == NOTHING | {"unchanged": 1}
    async with acquire() as connection:
        assert await connection.fetchval("SELECT sold_by_id FROM client") is None


async def test_bad_records_are_told_by_index_and_field_and_the_others_are_kept(api: Api) -> None:
    bad: list[dict[str, Any]] = [
        {"client": {"id": "C-2", "name": "Second", "registeredOn": "2018-07-01", "soldBy": "P-1"}},
        {"employee": {"id": "E-2", "partner": "nobody", "email": "bob@one.example"}},
        {"mrr": {"period": "2019-13", "client": "C-1", "amount": "1"}},
        {"mrr": {"period": "2019-06", "client": "C-1", "amount": "-1"}},
        {"mrr": {"period": "2019-06", "client": "C-1", "amount": "1.001"}},
        {"partner": {"id": "P-2", "name": "Two\0", "domains": [], "joinedOn": "2018-06-01"}},
    ]
    payload = await ingest(api, OPERATOR, FACTS, PORTFOLIO + bad)
    assert (payload["accepted"], payload["unchanged"], payload["userErrors"]) == (7, 0, [])
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [
        (7, "soldOn"),
        (8, "partner"),
        (9, "period"),
        (10, "amount"),
        (11, "amount"),
        (12, "name"),
    ]
    assert all(one["reason"] for one in payload["rejected"])
    events = [LOGIN | {"kind": "USE"}, LOGIN | {"client": "nowhere"}, LOGIN | {"app": "CRM"}, LOGIN]
    payload = await ingest(api, OPERATOR, ACTIVITY, events)
    assert payload["accepted"] == 1
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(0, "app"), (1, "client"), (2, "app")]


async def test_no_records_are_fine_and_a_thousand_at_most(api: Api) -> None:
    assert await ingest(api, OPERATOR, FACTS, []) == NOTHING
    assert await ingest(api, OPERATOR, ACTIVITY, []) == NOTHING
    thousand = [PORTFOLIO[0]] * 999 + [PORTFOLIO[0] | {"partner": PORTFOLIO[0]["partner"] | {"name": "Last"}}]
    payload = await ingest(api, OPERATOR, FACTS, thousand)
    assert payload["accepted"] + payload["unchanged"] == 1000
    before = await all_rows()
    message = "1001 records are too many at once; send at most 1000"
    for query, path, items in ((FACTS, "records", [*thousand, PORTFOLIO[0]]), (ACTIVITY, "events", [LOGIN] * 1001)):
        error = {"message": message, "code": "TOO_MANY_RECORDS", "path": [path]}
        assert await ingest(api, OPERATOR, query, items) == NOTHING | {"userErrors": [error]}
    assert await all_rows() == before


async def test_a_fact_is_exactly_one_of_its_members(api: Api) -> None:
    for record, reason in (
        ({}, "'FactInput' must specify exactly one key"),
        (PORTFOLIO[0] | PORTFOLIO[2], "'FactInput' must specify exactly one key"),
        ({"partner": None}, "'partner' must be non-null"),
        ({"activity": LOGIN}, "'$records' has invalid value at [0]: Expected value of type 'FactInput'"),
    ):
        code, message = await api.fail(OPERATOR, FACTS, {"records": [record]})
        assert code == "BAD_USER_INPUT"
        assert reason in message


async def test_a_value_of_a_wrong_type_is_named_and_nothing_is_loaded(api: Api) -> None:
    before = await all_rows()
    for field, value in (
        ("at", "2019-06-01T10:00:00"),
        ("kind", "login"),
        ("at", "yesterday"),
        ("id", 5),
        ("id", None),
    ):
        code, message = await api.fail(OPERATOR, ACTIVITY, {"events": [LOGIN | {field: value}]})
        assert code == "BAD_USER_INPUT"
        assert f"'$events' has invalid value at [0].{field}" in message
    assert await all_rows() == before


async def test_only_operators_and_ingest_load_facts(api: Api) -> None:
    await add_partner("P-1")
    before = await all_rows()
    for query, variables in ((FACTS, {"records": PORTFOLIO}), (ACTIVITY, {"events": [LOGIN]})):
        assert (await api.fail(partner_token("P-1"), query, variables))[0] == "FORBIDDEN"
    assert await all_rows() == before


async def test_only_operators_ask_for_recomputes(api: Api) -> None:
    await add_partner("P-1")
    job = encode_id("RecomputeJob", await add_job(status="FAILED"))
    queued = encode_id("RecomputeJob", await add_job(status="QUEUED", done=0))
    before = await all_rows()
    for token in (partner_token("P-1"), INGEST):
        for query, variables in (
            (RECOMPUTE_ACTIVITY, {"input": {"from": "2019-06-30"}}),
            (RECOMPUTE_TIERS, {"input": {"month": "2019-06"}}),
            (CANCEL, {"id": queued}),
            (RETRY, {"id": job}),
        ):
            assert (await api.fail(token, query, variables))[0] == "FORBIDDEN"
    assert await all_rows() == before


async def test_a_recompute_is_a_row_an_event_a_message_and_a_hint(api: Api, redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis, redis.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe("tierline:hints")
        await channel.get_message(timeout=5)
        payload = await change(api, RECOMPUTE_TIERS, input={"month": "2019-06"})
        assert payload["userErrors"] == []
        assert payload["job"] == {
            "id": encode_id("RecomputeJob", 1),
            "kind": "TIERS",
            "status": "QUEUED",
            "from": None,
            "to": None,
            "month": "2019-06",
            "requestedBy": "ada",
            "requestedAt": "2019-07-01T03:00:00.000000Z",
            "progress": {"done": 0, "total": 1},
        }
        assert await redis.zrange("arq:queue", 0, -1) == [b"recompute:1:0"]
        message = await redis.get("arq:job:recompute:1:0")
        assert message is not None
        assert json.loads(message)["f"] == "run_job"
        assert await channel.get_message(timeout=5) is not None
    async with acquire() as connection:
        assert await connection.fetchval("SELECT kind FROM event WHERE job_id = 1") == "JOB_CHANGED"


async def test_a_range_of_days_ends_by_default_with_the_last_closed_day(api: Api) -> None:
    job = (await change(api, RECOMPUTE_ACTIVITY, input={"from": "2019-06-28"}))["job"]
    assert (job["from"], job["to"], job["progress"]["total"]) == ("2019-06-28", "2019-06-30", 3)
    job = (await change(api, RECOMPUTE_ACTIVITY, input={"from": "2019-06-28", "to": "2019-06-28"}))["job"]
    assert (job["from"], job["to"], job["progress"]["total"]) == ("2019-06-28", "2019-06-28", 1)


async def test_a_recompute_that_cannot_be_is_refused_with_the_reason(api: Api) -> None:
    assert await refusal(api, RECOMPUTE_ACTIVITY, input={"from": "2019-06-02", "to": "2019-06-01"}) == (
        "INVALID_RANGE",
        ["from"],
        "the range ends on 2019-06-01, before it begins on 2019-06-02",
    )
    for days in ({"from": "2019-06-02", "to": "2019-07-01"}, {"from": "2019-07-01"}):
        code, path, message = await refusal(api, RECOMPUTE_ACTIVITY, input=days)
        assert (code, path) == ("DAY_NOT_CLOSED", ["to"])
        assert "the last closed day is 2019-06-30" in message
    assert (await refusal(api, RECOMPUTE_ACTIVITY, input={"from": "2018-05-01"}))[:2] == ("NO_PROGRAM", ["from"])
    assert (await refusal(api, RECOMPUTE_TIERS, input={"month": "2019-07"}))[:2] == ("MONTH_NOT_CLOSED", ["month"])
    assert (await refusal(api, RECOMPUTE_TIERS, input={"month": "2018-04"}))[:2] == ("NO_PROGRAM", ["month"])
    for month in ("2019-13", "June", "", "2019-6", "2019-06\n", "0000-01"):
        code, path, message = await refusal(api, RECOMPUTE_TIERS, input={"month": month})
        assert (code, path) == ("INVALID_MONTH", ["month"])
        assert "YYYY-MM" in message


async def test_one_idempotency_key_gives_one_job(api: Api) -> None:
    wanted = {"month": "2019-06", "idempotencyKey": "june"}
    first = await change(api, RECOMPUTE_TIERS, input=wanted)
    assert await change(api, RECOMPUTE_TIERS, input=wanted) == first
    code, path, message = await refusal(api, RECOMPUTE_TIERS, input=wanted | {"month": "2019-05"})
    assert (code, path) == ("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])
    assert "'june'" in message
    without = {"month": "2019-06", "idempotencyKey": None}
    assert (await change(api, RECOMPUTE_TIERS, input=without))["job"]["id"] != first["job"]["id"]
    for key in ("", "x" * 256):
        assert (await refusal(api, RECOMPUTE_TIERS, input=wanted | {"idempotencyKey": key}))[0] == "INVALID_KEY"


async def test_a_job_is_cancelled_and_tried_again(api: Api, redis_url: str) -> None:
    job = (await change(api, RECOMPUTE_TIERS, input={"month": "2019-06"}))["job"]["id"]
    assert (await refusal(api, RETRY, id=job))[0] == "JOB_NOT_RETRYABLE"
    assert (await change(api, CANCEL, id=job))["job"]["status"] == "CANCELLED"
    assert (await refusal(api, CANCEL, id=job))[:2] == ("JOB_FINISHED", ["jobId"])
    again = (await change(api, RETRY, id=job))["job"]
    assert (again["id"], again["status"]) == (job, "QUEUED")
    async with Redis.from_url(redis_url) as redis:
        assert set(await redis.zrange("arq:queue", 0, -1)) == {b"recompute:1:0", b"recompute:1:1"}


async def test_a_job_that_is_not_there_is_refused(api: Api) -> None:
    client = encode_id("Client", await add_client("C-1"))
    for query in (CANCEL, RETRY):
        assert (await refusal(api, query, id=encode_id("RecomputeJob", 10**9)))[:2] == ("JOB_NOT_FOUND", ["jobId"])
        assert (await api.fail(OPERATOR, query, {"id": "x"}))[0] == "BAD_USER_INPUT"
        code, message = await api.fail(OPERATOR, query, {"id": client})
        assert code == "BAD_USER_INPUT"
        assert "is the id of a Client, not of a RecomputeJob" in message


async def test_text_that_cannot_be_stored_is_refused_and_not_an_internal_error(api: Api) -> None:
    for key in ("\0", "a\0b", "\ud800"):
        answer = await api.http.post(
            "/graphql",
            headers={"Authorization": f"Bearer {OPERATOR}", "Content-Type": "application/json"},
            content=json.dumps(
                {
                    "query": RECOMPUTE_TIERS,
                    "variables": {"input": {"month": "2019-06", "idempotencyKey": key}},
                }
            ),
        )
        (error,) = answer.json()["data"]["payload"]["userErrors"]
        assert (error["code"], error["path"]) == ("INVALID_KEY", ["idempotencyKey"])


async def test_without_valkey_a_recompute_waits_for_a_worker_to_find_it(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(make_app(database_url, "redis://127.0.0.1:1/0")) as api:
        assert (await change(api, RECOMPUTE_TIERS, input={"month": "2019-06"}))["job"]["status"] == "QUEUED"
    assert "could not queue job 1" in caplog.text
