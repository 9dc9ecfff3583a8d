"""API processes and the proxy in front of them, as they are deployed but for their addresses."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.deploy.files import DEPLOY, run_program
from tests.ops.conftest import SECRET

START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOOK_SECONDS = 0.05


@dataclass
class Process:
    """One process that answers at `url`, with what it said in `log`."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    url: str
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(self.command, env=self.environment, stdout=output, stderr=output)

    async def be_ready(self) -> None:
        """Returns once it answers."""
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as http:
            while True:
                assert self.running is not None
                assert self.running.poll() is None, self.log.read_text()
                try:
                    if (await http.get(f"{self.url}/readyz")).status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(LOOK_SECONDS)

    def end(self, by: signal.Signals) -> None:
        assert self.running is not None
        self.running.send_signal(by)
        self.running.wait(STOP_SECONDS)

    def stop(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.end(signal.SIGKILL)


class Front:
    """Some API processes behind one proxy."""

    def __init__(self, directory: Path, settings: dict[str, str], count: int) -> None:
        environment = os.environ | settings | {"TIERLINE_SECRET": SECRET}
        *ports, port = free_ports(count + 1)
        self.apis = [
            Process(
                [sys.executable, "-m", "ops.cli", "api", "--port", str(number)],
                environment,
                directory / f"api-{number}.log",
                f"http://127.0.0.1:{number}",
            )
            for number in ports
        ]
        config = directory / "caddy.json"
        config.write_text(configuration(port, ports))
        self.url = f"http://127.0.0.1:{port}"
        self.proxy = Process(
            [str(Path(sysconfig.get_path("scripts")) / "caddy"), "run", "--config", str(config)],
            environment | {"XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)},
            directory / "proxy.log",
            self.url,
        )

    async def start(self) -> None:
        """Starts everything, and returns once all of it answers."""
        for process in (*self.apis, self.proxy):
            process.start()
        for process in (*self.apis, self.proxy):
            await process.be_ready()

    def stop(self) -> None:
        for process in (*self.apis, self.proxy):
            process.stop()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def configuration(port: int, apis: list[int]) -> str:
    """The shipped one, on another port, and with addresses instead of a name that only Docker knows."""
    adapted = run_program("caddy", "adapt", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    shipped = json.loads(adapted.stdout)
    server = shipped["apps"]["http"]["servers"]["srv0"]
    assert server["listen"] == [":80"]
    server["listen"] = [f"127.0.0.1:{port}"]
    hand_over = server["routes"][-1]["handle"][0]
    assert hand_over.pop("dynamic_upstreams")["source"] == "a"
    hand_over["upstreams"] = [{"dial": f"127.0.0.1:{api}"} for api in apis]
    return json.dumps(shipped)
