import json
import logging
from pathlib import Path
from typing import Any

import pytest
import typer

from ops.data import DataDirectory
from ops.errors import UsageError
from ops.logs import KEPT_LOGS, logging_as, rotate_long_logs, writing
from ops.settings import LogFormat, Settings
from telemetry.trace import traced

LONG = 64
TIME = "2019-07-01T03:00:00.250Z"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of a quarter of a second past three."""

    def at_three(*given: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - as the class
        record = logging.LogRecord(*given, **more)
        record.created = 1_561_950_000.25
        return record

    monkeypatch.setattr("logging._logRecordFactory", at_three)


def log_one() -> None:
    with traced(worker="w", job=5, request_id="r-1"), traced(chunk=2, request_id=None):
        logging.getLogger("some.library").warning("took %.1f s", 1.5, extra={"seconds": 1.5, "run": 7})


def test_a_line_for_machines_has_everything_that_it_belongs_to(capsys: pytest.CaptureFixture[str]) -> None:
    with writing(LogFormat.JSON):
        log_one()
    assert json.loads(capsys.readouterr().err) == {
        "time": TIME, "level": "WARNING", "logger": "some.library", "message": "took 1.5 s", "seconds": 1.5,
        "request_id": "r-1", "job": 5, "run": 7, "chunk": 2, "worker": "w",
    }  # fmt: skip


def test_a_line_for_people_has_it_in_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    with writing(LogFormat.TEXT):
        log_one()
        logging.getLogger("some").error("alone")
    assert capsys.readouterr().err == (
        f"{TIME} WARNING some.library [request_id=r-1 job=5 run=7 chunk=2]: took 1.5 s\n{TIME} ERROR some: alone\n"
    )


def test_a_line_for_people_has_nothing_that_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    with writing(LogFormat.TEXT):
        try:
            raise ZeroDivisionError("\x1b]0;owned\x07")
        except ZeroDivisionError:
            logging.getLogger("some").exception("%s", "\x1b[2J\n2019 INFO forged\u202e")
    first, *rest = capsys.readouterr().err.split("\n")
    assert first == rf"{TIME} ERROR some: \u001b[2J\u000a2019 INFO forged\u202e"
    assert rest[-2:] == [r"  ZeroDivisionError: \u001b]0;owned\u0007", ""]
    assert all(line.startswith("  ") for line in rest[:-1])


def test_a_traceback_and_odd_characters_stay_in_their_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own cannot pass on what is no UTF-8
    with writing(LogFormat.JSON):
        try:
            raise ZeroDivisionError("a\nb \udc80")
        except ZeroDivisionError:
            logging.getLogger("some").exception("two\nlines")
    [line] = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["message"] == "two\nlines"
    assert told["traceback"].endswith("ZeroDivisionError: a\nb \udc80")


def test_what_ends_a_server_is_a_line_of_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), logging_as(LogFormat.JSON):
        raise UsageError("port 1 is in use: choose another")
    told = json.loads(capsys.readouterr().err)
    assert (told["level"], told["message"]) == ("CRITICAL", "port 1 is in use: choose another")
    with pytest.raises(UsageError), logging_as(LogFormat.TEXT):
        raise UsageError("told at the terminal")


@pytest.mark.parametrize(("value", "form"), [("json", LogFormat.JSON), ("text", LogFormat.TEXT), ("", None)])
def test_the_format_is_a_setting(monkeypatch: pytest.MonkeyPatch, value: str, form: LogFormat | None) -> None:
    monkeypatch.setenv("TIERLINE_LOG_FORMAT", value)
    assert Settings.from_environment().log_format is form


def test_long_logs_begin_anew_while_they_are_written_and_few_older_parts_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.logs.LONGEST_LOG", LONG)
    data = DataDirectory.at(tmp_path)
    rotate_long_logs(data)  # nothing is there yet
    with data.log("worker").open("ab") as writer:
        for number in range(KEPT_LOGS + 2):
            writer.write(f"{number}".encode() * (LONG + 1))
            writer.flush()
            rotate_long_logs(data)
            assert data.log("worker").read_bytes() == b""
        writer.write(b"the newest")
        writer.flush()
        rotate_long_logs(data)
    assert data.log("worker").read_bytes() == b"the newest"
    older = [(tmp_path / f"worker.log.{number}").read_text()[0] for number in range(1, KEPT_LOGS + 1)]
    assert older == [str(number) for number in range(KEPT_LOGS + 1, 1, -1)]
    assert len(list(tmp_path.iterdir())) == KEPT_LOGS + 1
