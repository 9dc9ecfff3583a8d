"""Bodies that are long, or hold much, for what whoever sends them may ask."""

import asyncio
import json
import time

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.execution.limits.structure import MAX_NODES, is_crowded
from api.http import bodies
from api.http.bodies import MAX_BODY_BYTES, MAX_PARTNER_BODY_BYTES
from tests.api.front import INGEST, OPERATOR, VIEWER, Api, partner_token
from tests.api.test_protection import settled
from tests.api.test_socket_lifetime import view_of
from tests.hostile.raw import connected
from tests.hostile.test_connections import told

PARTNER = partner_token("P-1")
TEXT = st.text('\\",:[]{}a', max_size=4)
JSON = st.recursive(
    st.sampled_from([None, True, 1.5, ""]) | TEXT,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXT, below, max_size=4),
    max_leaves=8,
)


def head(token: str, length: int) -> bytes:
    fields = f"Host: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"POST /graphql HTTP/1.1\r\n{fields}\r\n\r\n".encode()


def padded(length: int) -> bytes:
    """A request of so many bytes."""
    bare = json.dumps({"query": VIEWER, "extensions": {"x": ""}}).encode()
    return bare.replace(b'""', b'"%b"' % (b"x" * (length - len(bare))))


def count(value: object) -> int:
    """The values and keys in a value, itself included."""
    if isinstance(value, list):
        return 1 + sum(map(count, value))
    if isinstance(value, dict):
        return 1 + sum(1 + count(member) for member in value.values())
    return 1


@given(JSON, st.integers(1, 20))
def test_a_text_is_crowded_by_its_values_and_not_by_what_its_strings_say(
    value: object,
    most: int,
) -> None:
    text = json.dumps(value, separators=(",", ":")).encode()
    containers = text.count(b"[") + text.count(b"{")
    if count(value) > most:
        assert is_crowded(text, most)
    elif count(value) + containers <= most:
        assert not is_crowded(text, most)


@pytest.mark.parametrize(
    "filling", [b"[],", b'{"a":{}},', b'"",', b'"\\\\",', b'"\\"",', b"1e-300,", b"[[", b"null,", b'{"a":1},']
)
def test_what_would_take_long_to_read_is_known_at_once(filling: bytes) -> None:
    text = b'{"extensions":{"a":[' + filling * (MAX_BODY_BYTES // len(filling))
    began = time.process_time()
    assert is_crowded(text)
    assert time.process_time() - began < 0.5


async def test_the_longest_body_depends_on_who_sends_it(api: Api) -> None:
    for token, most, role in (
        (PARTNER, MAX_PARTNER_BODY_BYTES, "PARTNER"),
        (OPERATOR, MAX_BODY_BYTES, "OPERATOR"),
        (INGEST, MAX_BODY_BYTES, "INGEST"),
    ):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = await api.http.post("/graphql", headers=headers, content=padded(most))
        assert answer.json()["data"] == {"viewer": {"role": role}}
        answer = await api.http.post("/graphql", headers=headers, content=padded(most + 1))
        assert answer.status_code == 413
        assert f"a request of role {role.lower()} has at most" in answer.json()["errors"][0]["message"]


async def test_a_body_is_refused_by_who_sends_it_before_it_comes(api: Api) -> None:
    for token, status in ((PARTNER, 413), ("x", 401)):
        async with connected(api) as raw:
            raw.say(head(token, MAX_PARTNER_BODY_BYTES + 1))
            assert told(await raw.hear())[0] == status


async def test_a_body_that_holds_too_much_is_refused_unread(api: Api) -> None:
    for member, value in (
        ("extensions", "[" + "[]," * MAX_NODES + "[]]"),
        ("variables", "{" + '"a":{},' * (MAX_NODES // 2) + '"a":{}}'),
    ):
        headers = {"Authorization": f"Bearer {INGEST}", "Content-Type": "application/json"}
        content = f'{{"query":"{VIEWER}","{member}":{{"a":{value}}}}}'
        answer = await api.http.post("/graphql", headers=headers, content=content)
        assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
            400, "a request has at most 62,000 JSON values and keys; send fewer at once",
        )  # fmt: skip


async def test_a_request_with_as_many_records_as_a_mutation_takes_is_not_refused(api: Api) -> None:
    record = {"id": "e", "client": 'c, ["and"] {so: on}' * 5, "actor": "a@b.example", "kind": "USE", "app": "CRM"}
    records = [record | {"at": "2018-05-02T09:30:00Z", "id": f"e-{number}"} for number in range(1_000)]
    query = "mutation ($a: [ActivityInput!]!) { recordActivity(input: { activities: $a }) { rejected { index } } }"
    answer = await api.post(INGEST, query, {"a": records})
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json() or "at most" not in answer.text


async def test_a_long_body_waits_for_its_turn_and_a_short_one_for_none(api: Api) -> None:
    turns = view_of(api).bodies.turns
    headers = {"Authorization": f"Bearer {PARTNER}", "Content-Type": "application/json"}
    async with turns.take([("PARTNER", "P-2")]):
        long = asyncio.create_task(api.http.post("/graphql", headers=headers, content=padded(MAX_PARTNER_BODY_BYTES)))
        await settled(lambda: turns.waiting == 1)
        assert await api.ask(PARTNER, VIEWER) == {"viewer": {"role": "PARTNER"}}
        assert not long.done()
    assert (await long).json()["data"] == {"viewer": {"role": "PARTNER"}}
    assert turns.begin(("PARTNER", "P-2")), "somebody still has the turn"


async def test_who_is_not_known_hears_so_later(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.view.REFUSED_SECONDS", 3600)
    async with connected(api) as raw:
        raw.say(head("x", 2) + b"{}")
        unknown = asyncio.create_task(raw.hear())
        for _ in range(5):
            assert await api.ask(PARTNER, VIEWER) == {"viewer": {"role": "PARTNER"}}
        assert not unknown.done()
        unknown.cancel()
    monkeypatch.setattr("api.http.view.REFUSED_SECONDS", 0)
    assert (await api.post("x", VIEWER)).status_code == 401


async def test_what_one_principal_has_in_hand_is_bounded_and_leaves_room_for_others(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MOST_OF_ONE", 1)
    monkeypatch.setattr(bodies, "MOST_HELD", 2 * MAX_PARTNER_BODY_BYTES)
    held = view_of(api).bodies
    length = MAX_PARTNER_BODY_BYTES
    async with connected(api) as first, connected(api) as second:
        first.say(head(PARTNER, length) + b" " * (length - 1))
        await settled(lambda: held.held == length - 1)
        second.say(head(PARTNER, 2) + b"{}")
        status, text = await second.hear()
        assert (status, json.loads(text)["errors"]) == (
            429,
            [
                {
                    "message": "too many bytes of your requests are in hand here; send fewer at once",
                    "extensions": {"code": "RATE_LIMITED", "retryAfter": 1},
                }
            ],
        )
        async with connected(api) as third:
            third.say(head(partner_token("P-2"), length) + b" " * (length - 1))
            await settled(lambda: held.held == 2 * (length - 1))
            second.say(head(OPERATOR, 10) + b" " * 10)
            assert told(await second.hear())[0] == 503
        await settled(lambda: held.held == length - 1)
        assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
    await settled(lambda: not held.held and not held.owners)
    assert orjson.loads((await api.post(PARTNER, VIEWER)).content)["data"] == {"viewer": {"role": "PARTNER"}}
