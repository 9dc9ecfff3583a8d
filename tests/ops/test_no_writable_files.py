"""Processes that can write no file anywhere, as with a read-only root file system and no /tmp."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest

from intake.rejections import NoRoomForRejections, Rejection, Spool
from tests.ops.conftest import SECRET

Run = Callable[..., "subprocess.Popen[str]"]

TIERLINE = [sys.executable, "-P", "-m", "ops.cli"]
SECONDS = 60.0


@pytest.fixture
def run(database_url: str, redis_url: str) -> Run:
    """Starts a command that may write to its pipes and sockets, and to nothing else."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TIERLINE_")}
    settings |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "TIERLINE_SECRET": SECRET}

    def begin(*command: str) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        no_files = ["sh", "-c", 'ulimit -f 0 && exec "$@"', "sh"]
        return subprocess.Popen([*no_files, *command], env=settings, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    return begin


def test_such_a_process_has_nowhere_for_temporary_files(run: Run) -> None:
    _, said = run(sys.executable, "-c", "import tempfile; tempfile.TemporaryFile()").communicate(timeout=SECONDS)
    assert "No usable temporary directory" in said


def test_an_import_tells_each_of_very_many_rejections(run: Run) -> None:
    bad = "".join(
        json.dumps({"type": "client", "id": f"x{number}", "name": "n", "registered_on": "nope"}) + "\n"
        for number in range(30_000)
    )
    process = run(*TIERLINE, "import", "-")
    out, said = process.communicate(bad, timeout=SECONDS)
    assert (process.returncode, out) == (1, "stdin: 0 accepted, 0 unchanged, 30,000 rejected\n")
    assert "Traceback" not in said


def test_the_api_starts_answers_and_ends(run: Run) -> None:
    process = run(*TIERLINE, "api", "--port", "0")
    assert process.stderr is not None
    found = None
    while found is None:
        found = re.search(r"API at (http://127\.0\.0\.1:\d+)/graphql", process.stderr.readline())
    with httpx.Client(base_url=found[1], trust_env=False, timeout=SECONDS) as http:
        assert http.get("/readyz").json() == {"status": "ready"}
        assert http.post("/graphql", json={"query": "{ viewer { role } }"}).status_code == 401
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=SECONDS)
    assert process.returncode in (0, -signal.SIGTERM), said  # uvicorn ends by the signal that it was told to end by
    assert "Traceback" not in said


def test_a_worker_computes(run: Run) -> None:
    process = run(*TIERLINE, "worker", "--metrics-port", "0")
    assert process.stderr is not None
    while "job 1 (ACTIVITY): succeeded" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0


def test_an_unforeseen_fault_is_one_line_without_a_file_for_its_details(run: Run) -> None:
    raising = "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(explain(error))"
    out, said = run(sys.executable, "-c", f"from ops.failures import explain\n{raising}").communicate(timeout=SECONDS)
    assert said == ""
    assert re.fullmatch(
        r"unexpected ZeroDivisionError: division by zero \(at <string>:3; no directory .*TMPDIR\)\n", out
    )


def test_more_rejections_than_memory_keeps_are_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.rejections.MOST_IN_MEMORY", 100)
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    with Spool(Rejection) as spool, pytest.raises(NoRoomForRejections, match="set TMPDIR to a directory"):  # noqa: PT012
        spool.append(Rejection(1, None, "é" + str(list(range(1_000)))))
        spool.finish()


def test_more_rejections_than_memory_keeps_come_back_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.rejections.MOST_IN_MEMORY", 100)
    given = [Rejection(number, "id", f"reason {number}") for number in range(2_000)]
    with Spool(Rejection) as spool:
        for rejection in given:
            spool.append(rejection)
        spool.finish()
        assert (list(spool), len(spool)) == (given, 2_000)
