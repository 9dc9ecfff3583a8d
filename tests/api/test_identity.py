import re

import pytest

from api.reading.ids import encode_id
from models.database import acquire
from tests.api.front import OPERATOR, VIEWER, Api
from tests.logged import logged

ASK = 'mutation Ask { recomputeActivity(input: { from: "2019-06-30" }) { job { id } userErrors { message } } }'
LOG = "api"


async def named(api: Api, name: str | bytes | None, query: str = VIEWER) -> str:
    """The X-Request-Id of an answer."""
    headers: list[tuple[str, str | bytes]] = [("Authorization", f"Bearer {OPERATOR}")]
    if name is not None:
        headers.append(("X-Request-Id", name))
    answer = await api.http.post("/graphql", headers=headers, json={"query": query})  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    return answer.headers["x-request-id"]


async def names_of_jobs() -> list[str]:
    async with acquire() as connection:
        return [row["request_id"] for row in await connection.fetch("SELECT request_id FROM recompute_job ORDER BY id")]


async def test_a_request_keeps_the_name_that_its_caller_gives_it(api: Api) -> None:
    for name in ("a", "3f.A_b:c-9", "x" * 128):
        assert await named(api, name) == name


@pytest.mark.parametrize("name", [None, "", "x" * 129, "a b", "é".encode(), "a;b", '"a"'])
async def test_a_request_without_a_fit_name_gets_one_of_its_own(api: Api, name: str | bytes | None) -> None:
    given = [await named(api, name), *[await named(api, None) for _ in range(3)]]
    for half in (
        slice(8),
        slice(8, None),
    ):  # of a number of requests, which would tell how many others there were, one stays
        assert len({one[half] for one in given}) == len(given)
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in given)


async def test_every_answer_tells_its_name(api: Api) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/nowhere", "/graphql"):
        answer = await api.http.get(path, headers={"X-Request-Id": "mine"})
        assert answer.headers.get_list("x-request-id") == ["mine"], path


async def test_a_job_keeps_the_name_of_the_request_that_asked_last(api: Api) -> None:
    await named(api, "first", ASK)
    assert await names_of_jobs() == ["first"]
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET status = 'FAILED', finished_at = now()")
    job = encode_id("RecomputeJob", 1)
    await named(api, "second", f'mutation {{ retryRecompute(input: {{ jobId: "{job}" }}) {{ __typename }} }}')
    assert await names_of_jobs() == ["second"]


async def test_what_changes_something_is_in_the_log_and_what_reads_is_not(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged(capsys) as log:
        await named(api, "reading")
        await named(api, "changing", ASK)
    assert log.of(LOG, request_id="reading") == []
    [line] = log.of("api.execution.served_schema")
    assert (line["level"], line["request_id"]) == ("INFO", "changing")
    assert re.fullmatch(r"mutation Ask by ada \(OPERATOR\) took \d+\.\d+ s", line["message"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    [asked] = log.of("jobs.requests")
    assert (asked["request_id"], asked["job"]) == ("changing", 1)


async def test_what_is_slow_is_in_the_log(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.execution.served_schema.SLOW_SECONDS", 0.0)
    with logged(capsys) as log:
        await named(api, "slow")
    [line] = log.of("api.execution.served_schema", request_id="slow")
    assert line["level"] == "WARNING"
    assert line["message"].startswith("query viewer by ada")
    assert line["seconds"] >= 0


async def test_all_operations_of_a_socket_have_its_name(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    with logged(capsys) as log:
        for _ in range(2):
            async with api.socket(OPERATOR) as socket:
                for number in "12":
                    await socket.subscribe(ASK, name=number)
                    await socket.next(number)
                    assert (await socket.hear())["type"] == "complete"
        names = [line["request_id"] for line in log.of("api.execution.served_schema")]
    assert names[0] == names[1] != names[2] == names[3]
    assert await names_of_jobs() == names


async def test_a_fault_of_ours_is_in_the_log_with_the_name(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("api.state.AppState.authenticate", fail)
    with logged(capsys) as log:
        answer = await api.http.post("/graphql", headers={"X-Request-Id": "broken"}, json={"query": VIEWER})
    assert answer.status_code == 500
    reference = answer.json()["errors"][0]["extensions"]["reference"]
    lines = log.of(LOG, request_id="broken")
    assert [line["level"] for line in lines] == ["ERROR", "WARNING"]
    assert all(reference in line["message"] for line in lines)
    assert "ZeroDivisionError: division by zero" in lines[0]["traceback"]
