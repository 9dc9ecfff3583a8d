from typing import Any

import httpx
import pytest

from api.execution import served_schema
from api.http.negotiation import GRAPHQL_RESPONSE, JSON, choose_media_type, status_of
from tests.api.front import OPERATOR, VIEWER, Api, told

TWO = "query A { viewer { role } } query B { viewer { partner { name } } }"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("Application/JSON; charset=UTF-8", JSON),
        ("application/graphql-response+json", GRAPHQL_RESPONSE),
        ('application/graphql-response+json;charset="utf-8"', GRAPHQL_RESPONSE),
        ("application/graphql-response+json, application/json;q=0.9", GRAPHQL_RESPONSE),
        ("application/graphql-response+json;q=0.9, application/json", JSON),
        ("application/graphql-response+json, application/graphql+json, application/json", GRAPHQL_RESPONSE),
        ("application/json, application/graphql-response+json", JSON),
        ("*/*, application/graphql-response+json", GRAPHQL_RESPONSE),
        ("*/*;q=0.5, application/graphql-response+json;q=0.4", JSON),
        ("application/json;q=0, */*", GRAPHQL_RESPONSE),
        ("application/json;q=0.0, application/*;q=0.1", GRAPHQL_RESPONSE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
        ("application/json;q=2, application/graphql-response+json;q=0.1", GRAPHQL_RESPONSE),
        ("application/json; charset=iso-8859-1", None),
        ("application/json;q=0", None),
        ("*/*;q=0", None),
        ("text/html", None),
        ("nonsense", None),
        (",;q=nan,;;", None),
        ("*/*" + ", text/html" * 100, None),
    ],
)
def test_the_media_type_is_the_one_that_the_caller_likes_best(accept: str | None, chosen: str | None) -> None:
    assert choose_media_type(accept) == chosen


async def ask(api: Api, accept: str, query: str, **more: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": accept}
    answer = await api.http.post("/graphql", headers=headers, json={"query": query, **more})
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    return answer


async def test_what_was_executed_is_200_in_either_media_type(api: Api) -> None:
    for accept in (JSON, GRAPHQL_RESPONSE):
        answer = await ask(api, accept, VIEWER)
        assert answer.status_code == 200
        assert told(answer) == {"data": {"viewer": {"role": "OPERATOR"}}, "extensions": {"cost": 1}}
        answer = await ask(api, accept, '{ node(id: "nonsense") { id } }')
        assert answer.status_code == 200
        assert answer.json()["data"] == {"node": None}
        assert answer.json()["errors"]


NOT_EXECUTED: list[tuple[str, dict[str, Any]]] = [
    ("{", {}),
    ("{ viewer { age } }", {}),
    ("query ($on: Date) { edition(on: $on) { key } }", {"variables": {"on": "tomorrow"}}),
    ("query ($id: ID!) { node(id: $id) { id } }", {}),
    ("fragment F on Viewer { role }", {}),
    (VIEWER, {"operationName": "Other"}),
    (TWO, {}),
    (TWO, {"operationName": None}),
    (TWO, {"operationName": "C"}),
]


async def test_what_cannot_be_executed_is_400_only_for_callers_that_know_the_media_type_of_graphql(api: Api) -> None:
    for query, more in NOT_EXECUTED:
        for accept, status in ((JSON, 200), (GRAPHQL_RESPONSE, 400)):
            answer = await ask(api, accept, query, **more)
            assert answer.status_code == status, query
            assert answer.json().keys() == {"errors"}, query
            (error,) = answer.json()["errors"]
            assert error["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_one_of_several_operations_runs_only_by_its_name(api: Api) -> None:
    answer = await ask(api, JSON, TWO, operationName="B")
    assert answer.json()["data"] == {"viewer": {"partner": None}}
    answer = await ask(api, JSON, TWO)
    message = "The document has several operations; name the one to run in `operationName`."
    assert answer.json()["errors"][0]["message"] == message
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TWO)
        assert await socket.error() == ("BAD_USER_INPUT", message)
        await socket.ask("2")


async def test_refusals_have_the_media_type_that_was_asked_for(api: Api) -> None:
    headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": GRAPHQL_RESPONSE}
    for answer, status in (
        (await api.http.put("/graphql", headers=headers), 405),
        (await api.http.post("/graphql", headers={"Accept": GRAPHQL_RESPONSE}), 401),
        (await api.http.post("/graphql", headers=headers), 415),
        (await api.http.post("/graphql", headers=headers | {"Content-Type": JSON}, content=b"{"), 400),
    ):
        assert answer.status_code == status
        assert answer.headers["content-type"] == f"{GRAPHQL_RESPONSE}; charset=utf-8"
        assert answer.json().keys() == {"errors"}


async def test_a_caller_that_takes_no_answer_of_ours_gets_406_before_anything_runs(api: Api) -> None:
    for accept in ("text/html", "application/json;q=0"):
        headers = {"Authorization": f"Bearer {OPERATOR}", "Accept": accept}
        answer = await api.http.post("/graphql", headers=headers, json={"query": VIEWER})
        assert answer.status_code == 406
        assert answer.headers["content-type"] == f"{JSON}; charset=utf-8"
        assert answer.json()["errors"][0]["message"] == (
            "answers are application/json or application/graphql-response+json; accept one of them"
        )


async def test_several_accept_headers_are_one(api: Api) -> None:
    headers = [("Authorization", f"Bearer {OPERATOR}"), ("Accept", "text/html"), ("Accept", GRAPHQL_RESPONSE)]
    answer = await api.http.post("/graphql", headers=headers, json={"query": VIEWER})
    assert answer.headers["content-type"] == f"{GRAPHQL_RESPONSE}; charset=utf-8"


async def test_our_own_failure_before_execution_is_500_in_either_media_type(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("api.execution.documents.validate", fail)
    for accept in (JSON, GRAPHQL_RESPONSE):
        answer = await ask(api, accept, "{ never: viewer { seenBefore: role } }")
        assert answer.status_code == 500
        assert answer.json().keys() == {"errors"}
        assert "a secret" not in answer.text
    assert "a secret" in caplog.text


def test_a_database_that_is_away_is_no_fault_of_the_document() -> None:
    errors = [{"message": "away", "extensions": {"code": "NOT_READY"}}]
    assert status_of({"errors": errors}, GRAPHQL_RESPONSE) == 503
    assert status_of({"data": {"viewer": None}, "errors": errors}, GRAPHQL_RESPONSE) == 200


async def test_what_took_too_long_is_504_since_it_has_begun(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_schema, "SECONDS", 0.0)
    for accept in (JSON, GRAPHQL_RESPONSE):
        answer = await ask(api, accept, "{ partners { totalCount } }")
        assert answer.status_code == 504
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "TIMEOUT"}
