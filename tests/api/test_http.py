import gzip
import json
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from api.auth.minting import mint_token
from api.auth.principals import Role
from models.database import acquire
from tests.api.front import OPERATOR, SECRET, VIEWER, Api, partner_token, told
from tests.api.reading import NOW

JSON = {"Authorization": f"Bearer {OPERATOR}", "Content-Type": "application/json"}
CANCEL = 'mutation { cancelRecompute(input: { jobId: "x" }) { userErrors { code } } }'


async def test_a_query_is_answered_over_post_and_get(api: Api) -> None:
    assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
    answer = await api.http.get("/graphql", params={"query": VIEWER}, headers={"Authorization": f"Bearer {OPERATOR}"})
    assert told(answer) == {"data": {"viewer": {"role": "OPERATOR"}}, "extensions": {"cost": 1}}


BAD_HEADERS = [
    (None, "no token"),
    ("Bearer", "no token"),
    ("Basic YWRhOnNlY3JldA==", "must be Bearer"),
    ("Bearer x.y.z", "malformed"),
    ("Bearer " + mint_token("x" * 32, Role.OPERATOR, partner=None, ttl=timedelta(hours=1), now=NOW), "not signed"),
    ("Bearer " + partner_token("P-1", timedelta(seconds=1)).replace(".", "..", 1), "malformed"),
    (
        "Bearer "
        + mint_token(SECRET, Role.OPERATOR, partner=None, ttl=timedelta(hours=1), now=NOW - timedelta(hours=2)),
        "expired",
    ),
]


async def test_without_a_good_token_the_answer_is_401_and_says_why(api: Api) -> None:
    for header, reason in BAD_HEADERS:
        headers = {} if header is None else {"Authorization": header}
        answer = await api.http.post("/graphql", headers=headers, json={"query": VIEWER})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="tierline"'
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "UNAUTHENTICATED"}
        assert reason in error["message"]


async def test_a_program_never_gets_the_page(api: Api) -> None:
    assert (await api.http.get("/graphql")).status_code == 401
    answer = await api.http.get("/graphql", headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "No GraphQL query found in the request"


@pytest.mark.parametrize("empty", ["operationName", "variables", "extensions"])
async def test_a_member_that_is_an_empty_text_is_as_good_as_left_out(api: Api, empty: str) -> None:
    expected = {"data": {"viewer": {"role": "OPERATOR"}}, "extensions": {"cost": 1}}
    request = {"query": VIEWER, empty: ""}
    assert told(await api.http.get("/graphql", params=request, headers=JSON)) == expected
    assert told(await api.http.post("/graphql", json=request, headers=JSON)) == expected


HASHED = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 400)])
async def test_a_hash_alone_is_answered_with_the_error_on_which_clients_send_the_query(
    api: Api, accept: str, status: int
) -> None:
    headers = JSON | {"Accept": accept}
    error = {"message": "PersistedQueryNotSupported", "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"}}
    hashed = {"operationName": "Who", "variables": {}, "extensions": HASHED}
    in_url = {"operationName": "Who", "variables": "{}", "extensions": json.dumps(HASHED)}
    for answer in (
        await api.http.post("/graphql", json=hashed, headers=headers),
        await api.http.get("/graphql", params=in_url, headers=headers),
    ):
        assert (answer.status_code, answer.json()) == (status, {"errors": [error]})
        assert answer.headers["content-type"] == f"{accept}; charset=utf-8"


async def test_a_query_that_comes_with_its_hash_is_executed(api: Api) -> None:
    answer = await api.http.post("/graphql", json={"query": VIEWER, "extensions": HASHED}, headers=JSON)
    assert answer.json()["data"] == {"viewer": {"role": "OPERATOR"}}


async def test_no_path_leads_to_another_scheme_or_host(api: Api) -> None:
    behind_proxy = JSON | {"Host": "tierline.example.com", "X-Forwarded-Proto": "https"}
    for path in ("/graphql/", "/healthz/", "/graphql//", "//graphql"):
        answer = await api.http.post(f"http://127.0.0.1:{api.port}{path}", json={"query": VIEWER}, headers=behind_proxy)
        assert answer.status_code == 404, path
        assert "GraphQL is at /graphql" in answer.json()["errors"][0]["message"]
    assert (await api.http.get("/", headers=behind_proxy)).headers["location"] == "/graphql"


async def test_every_answer_tells_browsers_to_keep_and_guess_nothing(api: Api) -> None:
    answers = [
        await api.http.post("/graphql", json={"query": VIEWER}, headers=JSON),
        await api.http.get("/graphql", params={"query": VIEWER}, headers=JSON),
        await api.http.post("/graphql", json={"query": VIEWER}),
        await api.http.post("/graphql", json={"query": VIEWER}, headers=JSON | {"Accept": "text/event-stream"}),
        *[await api.http.get(path) for path in ("/graphql", "/", "/healthz", "/readyz", "/metrics", "/nothing")],
    ]
    assert {answer.status_code for answer in answers} == {200, 307, 401, 404}
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_mutations_do_not_go_over_get(api: Api) -> None:
    answer = await api.http.get("/graphql", params={"query": CANCEL}, headers=JSON)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["errors"][0]["message"] == "GET is for queries only; send mutations with POST"


async def test_subscriptions_go_over_a_websocket_only(api: Api) -> None:
    request = {"query": "subscription { tierChanges { cursor } }"}
    for answer in (
        await api.http.get("/graphql", params=request, headers=JSON),
        await api.http.post("/graphql", json=request, headers=JSON),
    ):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["message"] == "subscriptions go over a websocket, as graphql-transport-ws"


async def test_what_is_not_there_is_said_in_json(api: Api) -> None:
    for method, path, status in (
        ("PUT", "/graphql", 405),
        ("DELETE", "/graphql", 405),
        ("POST", "/healthz", 405),
        ("GET", "/nothing", 404),
    ):
        answer = await api.http.request(method, path, headers=JSON)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["message"]
        assert ("allow" in answer.headers) == (status == 405)


NO_REQUESTS = [
    b"",
    b"{",
    b"5",
    b'"x"',
    b"null",
    b"true",
    b"[]",
    b'[{"query": "{ viewer { role } }"}]',
    b"[" * 100_000,
    b'{"query": "' + b"\xff" + b'"}',
    b'{"query": ' + b"1" * 5000 + b"}",
    b'{"query": 5}',
    b'{"query": null}',
    b"{}",
    b'{"query": "{ viewer { role } }", "variables": []}',
    b'{"query": "{ viewer { role } }", "variables": "x"}',
    b'{"query": "{ viewer { role } }", "extensions": 5}',
    b'{"query": "{ viewer { role } }", "operationName": 5}',
    b'{"query": "{ viewer { role } }", "operationName": {}}',
]


async def test_what_is_no_request_is_refused_in_json(api: Api) -> None:
    for body in NO_REQUESTS:
        answer = await api.http.post("/graphql", headers=JSON, content=body)
        assert answer.status_code == 400, body[:80]
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    for variables in ("5", "[", "null1", "[1]", '"x"'):
        answer = await api.http.get("/graphql", params={"query": VIEWER, "variables": variables}, headers=JSON)
        assert answer.status_code == 400, variables
    harmless = {"query": VIEWER, "variables": '{"operationName": 5}'}
    assert (await api.http.get("/graphql", params=harmless, headers=JSON)).status_code == 200


async def test_no_json_value_is_a_server_error(api: Api) -> None:
    chance = random.Random(2018)  # noqa: S311 - chosen by a seed, so that a failure comes again

    def value(depth: int) -> object:
        choice = chance.randrange(8 if depth else 6)
        if choice == 6:
            return [value(depth - 1) for _ in range(chance.randrange(3))]
        if choice == 7:
            keys = ("query", "variables", "operationName", "extensions", "", "\0")
            return {chance.choice(keys): value(depth - 1) for _ in range(chance.randrange(4))}
        return (None, True, chance.randrange(-9, 9), "", VIEWER, "\ud800")[choice]

    for _ in range(150):
        body = json.dumps(value(3)).encode()
        answer = await api.http.post("/graphql", headers=JSON, content=body)
        assert answer.status_code in (200, 400), body
        assert "INTERNAL" not in answer.text, body


async def test_a_request_is_json(api: Api) -> None:
    body = json.dumps({"query": VIEWER})
    for content_type in (
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "application/json; charset=utf-16",
        "; charset=utf-8",
    ):
        headers = JSON | {"Content-Type": content_type}
        answer = await api.http.post("/graphql", headers=headers, content=body)
        assert answer.status_code == 415
        assert answer.json()["errors"][0]["message"] == "the request must have Content-Type: application/json, in UTF-8"
    for content_type in (
        "Application/JSON; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json;charset=utf8",
    ):
        headers = JSON | {"Content-Type": content_type}
        assert (await api.http.post("/graphql", headers=headers, content=body)).status_code == 200


async def test_a_body_comes_as_it_is(api: Api) -> None:
    headers = JSON | {"Content-Encoding": "gzip"}
    answer = await api.http.post("/graphql", headers=headers, content=gzip.compress(b"{}"))
    assert answer.status_code == 415
    assert "no Content-Encoding" in answer.json()["errors"][0]["message"]


async def test_a_body_has_a_limit_announced_or_not(api: Api) -> None:
    body = json.dumps({"query": VIEWER, "variables": {"x": "x" * 5 * 2**20}}).encode()

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 2**16):
            yield body[start : start + 2**16]

    for content in (body, in_pieces()):
        answer = await api.http.post("/graphql", headers=JSON, content=content)
        assert answer.status_code == 413
        assert "at most 4 MiB" in answer.json()["errors"][0]["message"]
    under = json.dumps({"query": VIEWER, "variables": {"x": "x" * 3 * 2**20}}).encode()
    assert (await api.http.post("/graphql", headers=JSON, content=under)).status_code == 200


async def test_a_wrong_document_is_told_as_it_is(api: Api) -> None:
    assert await api.fail(OPERATOR, "{ viewer { age } }") == (
        "BAD_USER_INPUT",
        "Cannot query field 'age' on type 'Viewer'.",
    )
    code, message = await api.fail(OPERATOR, "query ($on: Date) { edition(on: $on) { key } }", {"on": "tomorrow"})
    assert code == "BAD_USER_INPUT"
    assert "'$on'" in message
    assert "'tomorrow' is not a date" in message


async def test_what_was_not_foreseen_is_concealed_behind_a_reference_that_is_in_the_log(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    async with acquire() as connection:
        await connection.execute("ALTER TABLE recompute_job RENAME TO secret_place")
    code, message = await api.fail(OPERATOR, "{ recomputeJobs(first: 1) { totalCount } }")
    assert code == "INTERNAL"
    assert message.startswith("internal error, reference ")
    assert message in caplog.text
    assert 'relation "recompute_job" does not exist' in caplog.text


async def test_a_failure_before_execution_is_concealed_too(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    async with acquire() as connection:
        await connection.execute("ALTER TABLE partner RENAME TO secret_place")
    answer = await api.post(partner_token("P-1"), VIEWER)
    assert answer.status_code == 500
    (error,) = answer.json()["errors"]
    assert error["extensions"]["reference"] in caplog.text
    assert "partner" not in answer.text
