import json
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.http.build import BrokenBuild
from api.http.trusted import TrustedDocuments
from tests.api.front import INGEST, OPERATOR, VIEWER, Api, Socket, make_app, serving, told

NAMED = "query Who { viewer { role } } query Again { again: viewer { role } }"
PARTNER = "query Partner($id: String!) { partner(externalId: $id) { name } }"
CANCEL = 'mutation { cancelRecompute(input: { jobId: "x" }) { userErrors { code } } }'
WATCH = "subscription { tierChanges { kind } }"


def id_of(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


DOCUMENTS = {id_of(text): text for text in (VIEWER, NAMED, PARTNER, CANCEL, WATCH)}
UNKNOWN = id_of("{ __typename }")
MESSAGE = (
    f"no document has the id '{UNKNOWN}' here; send the document itself as `query`, or reload the application if it"
    " is of another version"
)
NOT_FOUND = {"message": MESSAGE, "extensions": {"code": "PERSISTED_DOCUMENT_NOT_FOUND"}}
JSON = {"Authorization": f"Bearer {OPERATOR}"}


@pytest.fixture
async def front(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """An API that knows the documents of its dashboard."""
    (tmp_path / "persisted-documents.json").write_text(json.dumps(DOCUMENTS))
    async with serving(make_app(database_url, redis_url, dashboard=tmp_path)) as running:
        yield running


async def both_ways(api: Api, sent: dict[str, Any], accept: str = "application/json") -> list[httpx.Response]:
    """The answers to a request that is sent with POST, and with GET."""
    headers = JSON | {"Accept": accept}
    params = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in sent.items()}
    return [
        await api.http.post("/graphql", json=sent, headers=headers),
        await api.http.get("/graphql", params=params, headers=headers),
    ]


async def subscribe(socket: Socket, payload: dict[str, Any], name: str = "1") -> None:
    await socket.say({"type": "subscribe", "id": name, "payload": payload})


@pytest.mark.parametrize(
    ("sent", "data"),
    [
        ({"documentId": id_of(VIEWER)}, {"viewer": {"role": "OPERATOR"}}),
        ({"documentId": id_of(VIEWER), "query": ""}, {"viewer": {"role": "OPERATOR"}}),
        ({"documentId": id_of(NAMED), "operationName": "Again"}, {"again": {"role": "OPERATOR"}}),
        ({"documentId": id_of(PARTNER), "variables": {"id": "none"}}, {"partner": None}),
    ],
)
async def test_a_document_is_executed_by_its_id(front: Api, sent: dict[str, Any], data: dict[str, Any]) -> None:
    for answer in await both_ways(front, sent):
        assert answer.status_code == 200
        assert told(answer)["data"] == data
    async with front.socket(OPERATOR) as socket:
        await subscribe(socket, sent)
        assert await socket.next() == data


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 400)])
async def test_an_unknown_id_is_told_as_one_error(front: Api, accept: str, status: int) -> None:
    for answer in await both_ways(front, {"documentId": UNKNOWN}, accept):
        assert (answer.status_code, answer.json()) == (status, {"errors": [NOT_FOUND]})
        assert answer.headers["content-type"] == f"{accept}; charset=utf-8"


async def test_an_unknown_id_ends_its_operation_on_a_socket_and_no_other(front: Api) -> None:
    async with front.socket(OPERATOR) as socket:
        await subscribe(socket, {"documentId": id_of(WATCH), "query": ""}, name="live")
        assert await socket.next("live") == {"tierChanges": {"kind": "SNAPSHOT"}}
        await subscribe(socket, {"documentId": UNKNOWN})
        assert await socket.error() == ("PERSISTED_DOCUMENT_NOT_FOUND", MESSAGE)
        await socket.ask("1")  # the id is free
        await subscribe(socket, {"documentId": UNKNOWN}, name="live")
        assert (await socket.close_code())[0] == 4409


async def test_no_id_is_looked_up_before_a_token(front: Api) -> None:
    for answer in (
        await front.http.post("/graphql", json={"documentId": UNKNOWN}),
        await front.http.get("/graphql", params={"documentId": UNKNOWN}),
    ):
        assert answer.status_code == 401
    async with front.open_socket() as socket:
        await subscribe(socket, {"documentId": UNKNOWN})
        assert await socket.close_code() == (4401, "Unauthorized")


async def test_a_document_is_streamed_by_its_id(front: Api) -> None:
    headers = JSON | {"Accept": "text/event-stream"}
    async with front.http.stream("POST", "/graphql", json={"documentId": id_of(WATCH)}, headers=headers) as answer:
        assert await first_data(answer.aiter_lines()) == {"kind": "SNAPSHOT"}
    unknown = await front.http.post("/graphql", json={"documentId": UNKNOWN}, headers=headers)
    assert unknown.json() == {"errors": [NOT_FOUND]}


async def first_data(lines: AsyncIterator[str]) -> Any:  # noqa: ANN401 - any JSON
    async for line in lines:
        if line.startswith("data:"):
            return json.loads(line.removeprefix("data:"))["data"]["tierChanges"]
    raise AssertionError("no event came")


async def test_a_document_may_do_no_more_than_when_it_is_sent(front: Api) -> None:
    refused = await front.http.get("/graphql", params={"documentId": id_of(CANCEL)}, headers=JSON)
    assert refused.status_code == 405
    of_ingest = {"Authorization": f"Bearer {INGEST}"}
    by_id = await front.http.post("/graphql", json={"documentId": id_of(CANCEL)}, headers=of_ingest)
    assert by_id.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert told(by_id) == told(await front.post(INGEST, CANCEL))


async def test_a_query_that_comes_with_an_id_is_executed(front: Api) -> None:
    for answer in await both_ways(front, {"documentId": UNKNOWN, "query": VIEWER}):
        assert answer.json()["data"] == {"viewer": {"role": "OPERATOR"}}
    async with front.socket(OPERATOR) as socket:
        await subscribe(socket, {"documentId": UNKNOWN, "query": VIEWER})
        assert await socket.next() == {"viewer": {"role": "OPERATOR"}}


async def test_an_id_that_is_no_text_is_no_request(front: Api) -> None:
    answer = await front.http.post("/graphql", json={"documentId": 5}, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "`documentId` must be a string or null, if provided"
    for payload in ({"documentId": 5}, {"documentId": ""}, {"documentId": None}, {"documentId": 5, "query": VIEWER}):
        async with front.socket(OPERATOR) as socket:
            await subscribe(socket, payload)
            assert await socket.close_code() == (4400, "Malformed message")


async def test_without_documents_no_id_is_known(api: Api) -> None:
    answer = await api.http.post("/graphql", json={"documentId": UNKNOWN}, headers=JSON)
    assert answer.json() == {"errors": [NOT_FOUND]}


def test_a_file_that_is_none_of_documents_is_named(tmp_path: Path) -> None:
    path = tmp_path / "persisted-documents.json"
    for text in ("[]", '{"sha256:0": 5}', "{", "\ufeff"):
        path.write_text(text)
        with pytest.raises(BrokenBuild, match=f"^{path} is not as the dashboard's build writes it .*make dashboard"):
            TrustedDocuments.load(path)
