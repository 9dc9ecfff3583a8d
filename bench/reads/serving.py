"""Contestants as processes: started on free ports, asked, and always stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reads.answers import Answer
from bench.reads.contestants import HERE, POOL_SIZE, Contestant, Request
from bench.reads.documents import Query
from ops.embedded.wheels import stop
from ops.tether import die_with_parent

ROOT = HERE.parent.parent
START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
STOP_SECONDS = 15.0
SHOWN_LINES = 30


@dataclass(frozen=True)
class Running:
    """A contestant's one process, and where it writes what it has to say."""

    contestant: Contestant
    process: subprocess.Popen[bytes]
    port: int
    tokens: Sequence[str]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def headers(self, user: int = 0) -> dict[str, str]:
        """Those of a request of one of the users, by its number, of which there may be any."""
        token = self.tokens[user % len(self.tokens)]
        return {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

    def ask(self, query: Query, value: str | None) -> tuple[Answer, int]:
        """The answer and its length in characters. Raises SystemExit, which shows what went wrong."""
        status, body = self.send(self.contestant.ask(query, value), self.headers())
        said: dict[str, Any] = json.loads(body) if status == http.client.OK else {}
        if said.get("data") is None or said.get("errors"):
            raise self.failed(f"answers {query} of {value!r} with status {status}: {body[:300]}")
        return self.contestant.read[query](said["data"]), len(body)

    def send(self, request: Request, headers: Mapping[str, str]) -> tuple[int, str]:
        """Status and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(request.method, request.path, request.body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def failed(self, what: str) -> SystemExit:
        """To be raised; tells the end of the log too."""
        said = self.log.read_text(errors="replace").splitlines()[-SHOWN_LINES:]
        return SystemExit("\n".join([f"bench: {self.contestant.name} {what}", *said]))


@contextmanager
def serve(
    contestants: Sequence[Contestant], environment: Mapping[str, str], tokens: Sequence[str], logs: Path
) -> Iterator[list[Running]]:
    """All of them, each one process that answers already; `environment` says where their databases are.

    `tokens` are those of the users who ask."""
    with ExitStack() as stack:
        running = [stack.enter_context(_start(one, environment, tokens, logs)) for one in contestants]
        for one in running:
            _await_answer(one)
        yield running


@contextmanager
def _start(
    contestant: Contestant, environment: Mapping[str, str], tokens: Sequence[str], logs: Path
) -> Iterator[Running]:
    port = _free_port()
    log = logs / f"{contestant.name}.log"
    own = {name: value for name, value in os.environ.items() if not name.startswith("TIERLINE_")}
    own |= {**environment, "PORT": str(port), "POOL_SIZE": str(POOL_SIZE)}
    own |= {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            contestant.command(port), cwd=ROOT, env=own, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,  # Ctrl-C is for this process alone, which then stops them
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # it only makes two system calls
        )  # fmt: skip
    try:
        yield Running(contestant, process, port, tokens, log)
    finally:
        stop(process, (signal.SIGTERM,), STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _await_answer(running: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            raise running.failed(f"ended with code {running.process.returncode} while it started")
        try:
            running.ask(Query.NESTED, None)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise running.failed(f"has not answered within {START_SECONDS:.0f} s")
