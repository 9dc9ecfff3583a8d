import json
from typing import Any

import pytest
from redis.asyncio import Redis

from api.reading.ids import encode_id
from models.database import acquire
from tests.api.front import INGEST, OPERATOR, Api, make_app, partner_token, serving
from tests.api.rows import add_client, add_job, add_partner
from tests.api.writing import all_rows

JOB = (
    "{ job { id kind status from to month requestedBy requestedAt progress { done total } }"
    " userErrors { message code path } } }"
)
RECOMPUTE_ACTIVITY = "mutation ($input: RecomputeActivityInput!) { payload: recomputeActivity(input: $input) " + JOB
RECOMPUTE_TIERS = "mutation ($input: RecomputeTiersInput!) { payload: recomputeTiers(input: $input) " + JOB
CANCEL = "mutation ($id: ID!) { payload: cancelRecompute(input: { jobId: $id }) " + JOB
RETRY = "mutation ($id: ID!) { payload: retryRecompute(input: { jobId: $id }) " + JOB


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


@pytest.mark.parametrize("wanted", [{"fromScratch": True}, {"rebuildActivity": True}, {}])
async def test_what_a_recompute_of_days_is_to_look_at_is_in_its_row(api: Api, wanted: dict[str, bool]) -> None:
    payload = await change(api, RECOMPUTE_ACTIVITY, input={"from": "2019-06-29", **wanted})
    assert payload["userErrors"] == []
    async with acquire() as connection:
        row = await connection.fetchrow("SELECT from_scratch, rebuild_activity, activity_rebuilt FROM recompute_job")
    assert row is not None
    assert tuple(row) == (wanted.get("fromScratch", False), wanted.get("rebuildActivity", False), False)


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
    for days, field in (({"from": "2019-06-02", "to": "2019-07-01"}, "to"), ({"from": "2019-07-01"}, "from")):
        code, path, message = await refusal(api, RECOMPUTE_ACTIVITY, input=days)
        assert (code, path) == ("DAY_NOT_CLOSED", [field])
        assert "the last closed day is 2019-06-30" in message
    assert (await refusal(api, RECOMPUTE_ACTIVITY, input={"from": "2016-11-02"}))[:2] == ("NO_EDITION", ["from"])
    assert (await refusal(api, RECOMPUTE_TIERS, input={"month": "2019-07"}))[:2] == ("MONTH_NOT_CLOSED", ["month"])
    assert (await refusal(api, RECOMPUTE_TIERS, input={"month": "2016-10"}))[:2] == ("NO_EDITION", ["month"])
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


async def test_the_number_of_a_job_is_as_good_as_its_id_and_a_pending_cancel_is_seen(api: Api) -> None:
    running = await add_job(status="RUNNING", done=0)
    shown = "mutation ($id: ID!) { payload: cancelRecompute(input: { jobId: $id }) { job { number status"
    seen = await change(api, f"{shown} cancelRequested }} userErrors {{ code }} }} }}", id=str(running))
    assert seen == {"job": {"number": str(running), "status": "RUNNING", "cancelRequested": True}, "userErrors": []}
    failed = await add_job(status="FAILED", done=0)
    assert (await change(api, RETRY, id=str(failed)))["job"]["id"] == encode_id("RecomputeJob", failed)


async def test_a_job_that_is_not_there_is_refused(api: Api) -> None:
    await add_client("C-1")
    client = encode_id("Client", "C-1")
    for query in (CANCEL, RETRY):
        assert (await refusal(api, query, id=encode_id("RecomputeJob", 10**9)))[:2] == ("JOB_NOT_FOUND", ["jobId"])
        assert (await refusal(api, query, id="x"))[:2] == ("INVALID_ID", ["jobId"])
        code, _, message = await refusal(api, query, id=client)
        assert code == "INVALID_ID"
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
