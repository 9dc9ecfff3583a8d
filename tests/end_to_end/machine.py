"""The real command in real processes: `tierline up` in a directory of its own, and the other commands beside it."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from ops.data import DataDirectory
from ops.instance import find_running

SETTINGS = ("DATABASE_URL", "REDIS_URL", "TIERLINE_TIMEZONE", "TIERLINE_SECRET", "TIERLINE_EDITIONS")
NO_PROXY = "http://127.0.0.1:9"  # nothing listens there: whoever asks it about this machine is seen
START_SECONDS = 60.0
COMMAND_SECONDS = 60.0
STOP_SECONDS = 30.0


class Machine:
    """One data directory, and the `up` that runs in it."""

    def __init__(self, directory: Path) -> None:
        self.data = DataDirectory.at(directory / "data")
        self.directory = directory
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self, *options: str, **settings: str) -> None:
        """Starts `up` with those options, and with those settings, which no other command gets."""
        with (self.directory / "up.txt").open("a") as output:
            self.process = subprocess.Popen(
                self._command("up", "--port", "0", *options),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True, env=self._environment | settings,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while (running := find_running(self.data)) is None or running.url is None:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        self.url = running.url

    def kill(self) -> None:
        """As the system does when memory runs out."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As Ctrl-C does; gives the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*arguments), check=False, capture_output=True, text=True, input=stdin, env=self._environment,
            timeout=COMMAND_SECONDS,
        )  # fmt: skip

    def load(self, *facts: dict[str, object]) -> str:
        done = self.run("import", "-", stdin="".join(json.dumps(fact) + "\n" for fact in facts))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def token(self, *options: str) -> str:
        return self.run("token", *options).stdout.strip()

    def ask(self, query: str, token: str) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/graphql",
            json.dumps({"query": query}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=COMMAND_SECONDS) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    @property
    def said(self) -> str:
        return (self.directory / "up.txt").read_text()

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return kept | {"http_proxy": NO_PROXY, "https_proxy": NO_PROXY, "all_proxy": NO_PROXY}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-P", "-m", "ops.cli", *arguments, "--data", str(self.data.path)]
