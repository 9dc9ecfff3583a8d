"""What callers send does not get into the log where it could do harm: no token, and nothing that forges a line."""

import logging
from urllib.parse import quote

import pytest
from starlette.requests import Request
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from api.http.server import handshakes
from ops.logs import writing
from ops.settings import LogFormat
from tests.api.front import OPERATOR, VIEWER, Api
from tests.api.test_socket_lifetime import view_of
from tests.logged import logged

SECRET_PART = OPERATOR.rpartition(".")[2]
FORGED = "\x1b[2J\r\n2019-07-01T03:00:00.000Z INFO forged: all is well"


@pytest.fixture(autouse=True)
def clients_log_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="httpx")


async def send_everywhere(api: Api, text: str) -> None:
    """Has the text in every place of a request where a log might take it from."""
    value = quote(text)
    headers = {"Authorization": f"Bearer {OPERATOR}", "Referer": f"http://127.0.0.1/{value}"}
    query = f"query {{ viewer {{ role }} }} # {value}"
    for path in (
        f"/graphql?token={value}",
        f"/graphql?authorization={value}&query={value}",
        f"/{value}",
        f"/metrics?{value}",
    ):
        await api.http.get(path, headers=headers)
        await api.http.get(path)
        await api.http.post(
            path, headers=headers, json={"query": query, "operationName": text, "variables": {"a": text}}
        )
    for path in (f"/graphql?token={value}", f"/elsewhere?token={value}", f"/{value}"):
        try:
            async with connect(f"ws://127.0.0.1:{api.port}{path}", subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
                await socket.send(text)
        except InvalidStatus:
            pass


@pytest.mark.parametrize("form", LogFormat)
async def test_a_token_in_a_url_or_anywhere_else_is_never_in_the_log(
    api: Api, form: LogFormat, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(form):
        await send_everywhere(api, OPERATOR)
        monkeypatch.setattr(view_of(api), "authenticate", fail)
        await send_everywhere(api, OPERATOR)
    said = capsys.readouterr().err
    assert "internal error, reference" in said
    assert OPERATOR[:8] in said, "that there was one, in what failed"
    assert SECRET_PART not in said


async def fail(authorization: str | None) -> None:
    raise ZeroDivisionError(f"cannot read {authorization}")


async def fail_at(request: Request, *_: object) -> None:
    raise ZeroDivisionError(f"cannot answer {request.query_params}, {(await request.body()).decode()}, {FORGED}")


async def test_nothing_that_is_sent_begins_a_line_or_moves_a_cursor(
    api: Api, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(LogFormat.TEXT):
        await send_everywhere(api, FORGED)
        monkeypatch.setattr(view_of(api), "_respond", fail_at)
        await send_everywhere(api, FORGED)
    said = capsys.readouterr().err
    assert "cannot answer" in said
    assert "\x1b" not in said
    assert not any(line.startswith("2019-07-01T03:00:00.000Z INFO forged") for line in said.splitlines())


async def test_handshakes_are_not_told_with_their_urls(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    assert handshakes.getEffectiveLevel() == logging.WARNING
    with logged(capsys) as log:
        await send_everywhere(api, "something")
        async with api.socket(OPERATOR) as socket:
            await socket.subscribe(VIEWER)
            await socket.next()
    assert not [line for line in log.lines if "something" in line["message"]]
