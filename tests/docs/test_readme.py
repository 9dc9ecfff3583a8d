"""The README, followed from its first command to its last by somebody who has nothing but a clone."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.live.pings import PINGS_MISSED
from api.reading.ids import encode_id
from tests.docs.pages import PAGES, README, ROOT, SHELLS, Block, blocks_of

ACTIVATE = ". .venv/bin/activate"
PATIENCE = 180.0
PING_SECONDS = 1  # of the server, instead of 25
SETTINGS = ("TIERLINE_", "DATABASE_URL", "REDIS_URL", "MAKE", "MFLAGS")  # of who runs the tests
EDITION = encode_id("Edition", "agency", "2018-05")
VARIABLES = {
    "size": 2,
    "text": "program = 'agency'",
    "edition": EDITION,
    "id": "1",
    "other": "2",
}  # of pages' documents


class Newcomer:
    """A user with terminals in a directory. What the README puts at port 8000 and into /tmp is elsewhere."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clone = directory / "clone"
        self.clone.mkdir()
        (self.clone / ".venv").symlink_to(sys.prefix)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        self.environment["TIERLINE_PING_SECONDS"] = str(PING_SECONDS)

    def elsewhere(self, text: str) -> str:
        for host in ("127.0.0.1", "localhost"):
            text = text.replace(f"{host}:8000", f"127.0.0.1:{self.port}")
        return text.replace("/tmp/", f"{self.directory}/")  # noqa: S108 - what the README says

    def type(self, text: str) -> str:
        """What a block answers, which has to succeed, in a terminal in which `.venv` is active."""
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", f"{ACTIVATE}\n{self.elsewhere(text)}"],
            check=False, capture_output=True, text=True, cwd=self.clone, env=self.environment, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done
        return done.stdout

    @contextmanager
    def leaving(self, text: str, name: str, directory: Path, **more: str) -> Iterator["Left"]:
        """A block that is left running in a terminal of its own, until Ctrl-C."""
        said = self.directory / f"{name}.txt"
        with said.open("w") as output:
            process = subprocess.Popen(
                ["/bin/bash", "-c", self.elsewhere(text)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=directory, env=self.environment | more,
                start_new_session=True,
            )  # fmt: skip
        left = Left(process, said)
        try:
            yield left
        finally:
            left.interrupt()

    def ask(self, block: Block) -> dict[str, Any]:
        """The data that a query of a page is answered with."""
        answered = httpx.post(
            f"http://127.0.0.1:{self.port}/graphql",
            json={"query": block.text, "variables": VARIABLES},
            headers={"Authorization": f"Bearer {self.type('tierline token --role operator').strip()}"},
        ).json()
        assert "errors" not in answered, (str(block), answered)
        data: dict[str, Any] = answered["data"]
        return data


class Left:
    """What runs in a terminal."""

    def __init__(self, process: subprocess.Popen[bytes], said: Path) -> None:
        self.process = process
        self._said = said

    @property
    def said(self) -> str:
        return self._said.read_text()

    def await_words(self, *words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not all(word in self.said for word in words):
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def interrupt(self) -> None:
        """Ctrl-C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(PATIENCE)


def try_pages(newcomer: Newcomer) -> None:
    """What other pages ask an API that runs."""
    asked = 0
    for block in blocks_of(*PAGES[1:]):
        if block.language == "graphql" and not block.text.startswith("subscription"):
            newcomer.ask(block)
            asked += 1
        for command in block.commands if block.language in SHELLS else ():
            if command.startswith("curl "):
                assert "data" in json.loads(newcomer.type(command)), (str(block), command)
                asked += 1
    assert asked > 1


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return Newcomer(tmp_path)


def test_what_the_readme_gives_to_run_runs(newcomer: Newcomer) -> None:
    run, look, link, graphiql, ask, why, all_of_them, watch, load, correct, history, *_ = blocks_of(README)
    options = {"ARGS": f"--port {newcomer.port} --data {newcomer.clone / '.tierline'}"}
    with newcomer.leaving(run.text, "make", ROOT, **options) as up:
        up.await_words("Ctrl-C stops everything.")
        assert f"http://127.0.0.1:{newcomer.port}/#token=" in up.said
        assert look.text.startswith(f"{ACTIVATE}\n")
        assert "is ready" in newcomer.type(look.text)
        assert newcomer.type(link.text).startswith(f"http://127.0.0.1:{newcomer.port}/#token=ey")
        page = httpx.get(f"http://127.0.0.1:{newcomer.port}/", headers={"Accept": "text/html"})
        assert "<title>Tierline</title>" in page.text
        assert newcomer.type(graphiql.text).startswith(f"http://127.0.0.1:{newcomer.port}/graphql#token=ey")
        partner = json.loads(newcomer.type(ask.text))["data"]["partner"]
        assert partner["tier"]["name"]
        assert len(partner["standing"]["gates"]) == 4
        assert newcomer.ask(why)["partner"]["clients"]["edges"]
        told = newcomer.type(all_of_them.text)
        for metric in ("CERTIFIED: ", "MANAGED_MRR: ", "MEDIAN_APP_USAGE: ", "SOLD_MRR: "):
            assert metric in told
        assert "SILVER to GOLD: " in told
        try_pages(newcomer)

        with newcomer.leaving(f"{ACTIVATE}\n{watch.text}", "watch", newcomer.clone) as watcher:
            watcher.await_words("SNAPSHOT")
            began = time.monotonic()
            newcomer.type(load.text)
            watcher.await_words("Fernbrook", "2018-05-15", "Silver")
            newcomer.type(correct.text)
            watcher.await_words("Gold")
            told = json.loads(newcomer.type(history.text))["data"]["partner"]["tierHistory"]["nodes"][0]
            assert [revision["tier"]["name"] for revision in told["revisions"]] == ["Silver", "Gold"]
            newcomer.type(load.text)  # again
            left_running = time.monotonic() - began
            time.sleep(max(0.0, 2 * PINGS_MISSED * PING_SECONDS - left_running))  # the server gives up after half of it
            assert watcher.said.count("\n") == 3, watcher.said

            up.interrupt()
            watcher.await_words("trying again")
            with newcomer.leaving(run.text, "make-again", ROOT, **options) as again:
                again.await_words("Ctrl-C stops everything.")
                assert "the sample portfolio is here already" in again.said
                newcomer.type(correct.text.replace('"revision": 2', '"revision": 3').replace("6500.00", "3300.00"))
                watcher.await_words("'revision': 3")
                assert watcher.said.count("SNAPSHOT") == 1
        assert "Traceback" not in up.said + again.said
