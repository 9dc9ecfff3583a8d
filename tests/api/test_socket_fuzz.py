"""Anything may come over a socket: it is answered or closes the socket for a reason, and never the server's fault."""

import json
import logging
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from tests.api.front import OPERATOR, VIEWER, Api, Socket

FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NEVER = (1006, 1011)  # dropped without a word, or a failure of the server
NODE = "query ($id: ID!) { node(id: $id) { id } }"
WATCH = "subscription ($after: String) { tierChanges(after: $after) { cursor } }"

TEXT = st.text(st.characters() | st.sampled_from('\x00"\\\ud800'), max_size=8)  # JSON can hold halves of characters
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TYPES = st.sampled_from(("connection_init", "ping", "pong", "subscribe", "complete", "next", "error"))
VARIABLES = st.dictionaries(st.sampled_from(("id", "after")) | TEXT, VALUES, max_size=2)
PAYLOADS = st.fixed_dictionaries(
    {"query": st.sampled_from((VIEWER, NODE, WATCH, None)) | TEXT},
    optional={
        "documentId": st.none() | TEXT | VALUES,
        "variables": VARIABLES,
        "operationName": st.none() | TEXT,
        "extensions": VARIABLES,
    },
)
MESSAGES = st.fixed_dictionaries(
    {"type": TYPES | VALUES}, optional={"id": st.sampled_from("12") | VALUES, "payload": PAYLOADS | VALUES}
)
FRAMES = st.binary(max_size=300) | st.text(max_size=300)


@FUZZ
@given(st.lists(MESSAGES | VALUES, min_size=1, max_size=4))
async def test_any_json(api: Api, caplog: pytest.LogCaptureFixture, messages: list[Any]) -> None:
    async with api.socket(OPERATOR) as socket:
        await say_all(socket, [json.dumps(message) for message in messages])
    assert not failures(caplog)


@FUZZ
@given(st.lists(MESSAGES | VALUES, min_size=1, max_size=4))
async def test_any_json_before_a_token(api: Api, caplog: pytest.LogCaptureFixture, messages: list[Any]) -> None:
    async with api.open_socket() as socket:
        await say_all(socket, [json.dumps(message) for message in messages])
    assert not failures(caplog)


@FUZZ
@given(st.lists(FRAMES, min_size=1, max_size=4))
async def test_any_bytes(api: Api, caplog: pytest.LogCaptureFixture, frames: list[str | bytes]) -> None:
    async with api.socket(OPERATOR) as socket:
        await say_all(socket, frames)
    assert not failures(caplog)


@FUZZ
@given(TEXT, PAYLOADS.filter(lambda payload: payload["query"] != WATCH))
async def test_any_operation_ends(
    api: Api, caplog: pytest.LogCaptureFixture, name: str, payload: dict[str, Any]
) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.say({"type": "subscribe", "id": name, "payload": payload})
        with suppress(ConnectionClosed):
            while (await socket.hear())["type"] == "next":
                pass
        check_close(socket)
    assert not failures(caplog)


async def say_all(socket: Socket, frames: list[Any]) -> None:
    """Says everything and hears all of the answers: a last ping's comes after them, unless the socket was closed."""
    with suppress(ConnectionClosed):
        for frame in frames:
            await socket.say(frame)
        await socket.say({"type": "ping"})
        while (await socket.hear())["type"] != "pong":
            pass
    check_close(socket)


def check_close(socket: Socket) -> None:
    assert socket.connection.close_code not in NEVER, socket.connection.close_reason


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
