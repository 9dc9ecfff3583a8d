"""What `tierline import` makes of files that are no files, or not of facts, and how it tells what was rejected."""

import gzip
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

import pytest

from intake.rejections import Rejection
from ops.notices import MOST_COUNTED, MOST_TOLD, OTHERS, Notices, reason_without_values
from tests.ops.conftest import Result, Tierline
from tests.tiers.editions.editions import changed

PARTNER = {"type": "partner", "id": "P1", "name": "One", "domains": ["one.example"], "joined_on": "2020-01-01"}
CLIENT = {"type": "client", "id": "C1", "name": "A client", "registered_on": "2020-02-02"}
CONTROLS = "\x1b[2J\x07\x7f\x9b31m\r\u2028\u202e\u2066\ud800"


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def assert_refused(result: Result, *parts: str) -> None:
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    for part in parts:
        assert part in result.err


def write_later(fifo: Path, write: Callable[[int], object]) -> threading.Thread:
    """Calls `write` with the pipe's other end as soon as somebody opens it to read."""

    def wait() -> None:
        end = os.open(fifo, os.O_WRONLY)
        write(end)
        os.close(end)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_what_counts_is_said_by_the_editions_of_the_database(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder, facts = tmp_path / "editions", tmp_path / "facts.ndjson"
    folder.mkdir()
    (folder / "euros.toml").write_text(changed("agency-2018-05", ('currency = "USD"', 'currency = "EUR"')))
    monkeypatch.setenv("TIERLINE_EDITIONS", str(folder))
    assert installed("migrate").code == 0
    monkeypatch.delenv("TIERLINE_EDITIONS")
    mrr = {"type": "mrr", "period": "2020-03", "client": "C1", "amount": "1.00"}
    facts.write_bytes(lines(CLIENT, mrr | {"currency": "EUR"}, mrr | {"currency": "USD"}, mrr))
    told = installed("import", str(facts))
    reason = 'currency: "USD" is counted by no edition in force from 2020-03-01 on: only EUR is'
    assert told.out == f"{facts}: 2 accepted, 0 unchanged, 2 rejected\n"
    assert [line.partition(": ")[2] for line in told.err.splitlines()] == [reason, reason]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (gzip.compress(lines(PARTNER)), ["gzip -dc facts | tierline import -"]),
        (lines(PARTNER).decode().encode("utf-16"), ["UTF-16", "iconv"]),
        (json.dumps([PARTNER], indent=1).encode(), ["JSON array", "jq -c '.[]' facts"]),
        (b"type,id,name\n" + b"partner,p,P\n" * 20_000, ["CSV", "docs/import-format.md"]),
    ],
)
def test_a_file_of_another_format_is_one_line_before_anything_is_loaded(
    installed: Tierline, tmp_path: Path, content: bytes, parts: list[str]
) -> None:
    (tmp_path / "good").write_bytes(lines(PARTNER))
    (tmp_path / "facts").write_bytes(content)
    assert_refused(installed("import", "good", "facts"), "facts looks like", *parts)
    assert installed("import", "good").out == "good: 1 accepted, 0 unchanged, 0 rejected\n"


def test_another_format_on_standard_input_is_one_line(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "facts").open("w+b") as file:
        file.write(gzip.compress(lines(PARTNER)))
        file.seek(0)
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(file))
        assert_refused(installed("import", "-"), "stdin looks like gzip", "gzip -dc FILE")


def test_standard_input_that_is_closed_is_one_line(installed: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert_refused(installed("import", "-"), "standard input is closed")


def test_a_named_pipe_is_read_once(installed: Tierline, fifo: Path) -> None:
    writer = write_later(fifo, lambda end: os.write(end, lines(PARTNER, CLIENT)))
    result = installed("import", str(fifo))
    writer.join()
    assert (result.code, result.out) == (0, f"{fifo}: 2 accepted, 0 unchanged, 0 rejected\n")


def test_ctrl_c_ends_the_wait_for_a_pipe_that_nobody_writes_to(installed: Tierline, fifo: Path) -> None:
    before = signal.getsignal(signal.SIGINT)

    def write_and_interrupt(end: int) -> None:
        os.write(end, b"\n" * (1 << 18))  # more than a pipe holds: once it is written, the reader has begun to read
        os.kill(os.getpid(), signal.SIGINT)

    writer = write_later(fifo, write_and_interrupt)
    result = installed("import", str(fifo))
    writer.join()
    assert (result.code, result.out) == (130, "")
    assert signal.getsignal(signal.SIGINT) is before


def test_few_bad_lines_are_all_told(installed: Tierline, tmp_path: Path) -> None:
    (tmp_path / "facts").write_bytes(lines(*[PARTNER | {"joined_on": "soon"}] * MOST_TOLD))
    told = installed("import", "facts").err.splitlines()
    assert told == [f'facts:{n}: joined_on: not a date (YYYY-MM-DD): "soon"' for n in range(1, MOST_TOLD + 1)]


def test_of_many_bad_lines_the_first_are_told_and_all_are_counted_by_reason(
    installed: Tierline, tmp_path: Path
) -> None:
    bad: list[object] = [PARTNER | {"joined_on": f"day {number}"} for number in range(MOST_TOLD + 20)]
    bad += [CLIENT | {"sold_by": f"nobody {number}", "sold_on": "2020-01-01"} for number in range(7)]
    (tmp_path / "facts").write_bytes(lines(*bad, PARTNER))
    result = installed("import", "facts")
    assert (result.code, result.out) == (1, "facts: 1 accepted, 0 unchanged, 127 rejected\n")
    assert result.err.splitlines()[MOST_TOLD:] == [
        "facts: 27 more are not shown (--errors FILE has them all); by reason:",
        "         120  joined_on: not a date (YYYY-MM-DD): …",
        "           7  sold_by: no partner has the id …",
    ]


def test_a_file_for_errors_has_all_of_them(installed: Tierline, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(lines(PARTNER, *[PARTNER | {"joined_on": CONTROLS}] * (MOST_TOLD + 1)))
    (tmp_path / "b").write_bytes(b"nope\n")
    result = installed("import", "a", "b", "--errors", "bad.ndjson")
    assert "a: 1 more are not shown; by reason:" in result.err
    kept = [json.loads(line) for line in (tmp_path / "bad.ndjson").read_bytes().splitlines()]
    assert [(one["file"], one["line"]) for one in kept] == [*(("a", n) for n in range(2, MOST_TOLD + 3)), ("b", 1)]
    assert kept[0]["field"] == "joined_on"
    assert kept[-1] == {"file": "b", "line": 1, "field": None, "reason": "not JSON: Expecting value at character 1"}


def test_a_file_for_errors_replaces_no_file_of_facts(installed: Tierline, tmp_path: Path) -> None:
    (tmp_path / "facts").write_bytes(lines(PARTNER))
    assert_refused(installed("import", "facts", "--errors", "./facts"), "--errors facts would overwrite")
    assert (tmp_path / "facts").read_bytes() == lines(PARTNER)


def test_an_id_seen_before_with_other_content_is_a_warning(installed: Tierline, tmp_path: Path) -> None:
    login = {"type": "activity", "id": "e-1", "client": "C1", "actor": "a@b.example", "kind": "LOGIN"}
    login["at"] = "2020-03-01T10:00:00Z"
    (tmp_path / "first").write_bytes(lines(CLIENT, login))
    (tmp_path / "second").write_bytes(lines(login, login | {"actor": "other@b.example"}))
    result = installed("import", "--strict", "first", "second")
    assert result.code == 0
    assert result.out.endswith("second: 0 accepted, 2 unchanged, 0 rejected\n")
    assert result.err == 'second:2: warning: id: "e-1" was seen before with other content, which is kept\n'


@pytest.mark.parametrize(
    "bad",
    [
        PARTNER | {CONTROLS: 1},
        PARTNER | {"two\nlines": 1},
        {"type": CONTROLS},
        PARTNER | {"joined_on": CONTROLS},
        PARTNER | {"domains": [CONTROLS]},
        CLIENT | {"country": CONTROLS},
        {"type": "employee", "id": "e", "partner": CONTROLS.removesuffix("\ud800"), "email": "a@b.example"},
        {"type": "employee", "id": "e", "partner": "p", "email": f"{CONTROLS}@b.example"},
    ],
)
def test_what_a_terminal_would_obey_is_told_escaped(installed: Tierline, tmp_path: Path, bad: object) -> None:
    name = "\x1b]0;facts\x07"
    (tmp_path / name).write_bytes(json.dumps(bad).encode() + b"\n")
    result = installed("import", name)
    for text in (result.out, result.err):
        assert text.removesuffix("\n").isprintable()
        assert text.startswith("\\u001b]0;facts\\u0007:")
    assert result.code == 1


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ('no partner has the id "a \\"b\\" 5"', "no partner has the id …"),
        ('"EUR" is counted by no edition: only USD is', "… is counted by no edition: only USD is"),
        ("2017-12-31 is before valid_from, 2018-01-01", "… is before valid_from, …"),
        ("not a date (YYYY-MM-DD): 1551434400.5", "not a date (YYYY-MM-DD): …"),
        ("not a date (YYYY-MM-DD): null", "not a date (YYYY-MM-DD): …"),
        ('not a list of at most 1000 domains: ["a", null]', "not a list of at most 1000 domains: …"),
        ('not a date (YYYY-MM-DD): "xxxxxx…', "not a date (YYYY-MM-DD): …"),
        ("not JSON: Expecting value at character 17", "not JSON: Expecting value at character …"),
        ("not UTF-8: byte 25 of the line", "not UTF-8: byte … of the line"),
        ("longer than 1048576 bytes", "longer than 1048576 bytes"),
        ("missing", "missing"),
    ],
)
def test_reasons_are_counted_without_the_values_of_their_lines(reason: str, told: str) -> None:
    assert reason_without_values(Rejection(1, "at", reason)) == f"at: {told}"
    assert reason_without_values(Rejection(1, None, reason)) == told


def test_no_file_fills_the_memory_with_reasons_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    rejections = Notices("facts")
    for number in range(MOST_COUNTED + 500):
        rejections.tell(Rejection(number, f"field {number}", "no such field"))
    rejections.tell_counts()
    told = capsys.readouterr().err.splitlines()
    assert told[MOST_TOLD + 1] == f"         500  {OTHERS}"
    assert told[-1] == f"         {MOST_COUNTED - 19}  {OTHERS}"
