"""Runs a client that follows changes, kills the API under it, and compares what it was told with what was committed.

The arguments are the client's command. It gets TIERLINE_AFTER, a cursor, and TIERLINE_COUNT: it follows the next so
many changes after the cursor, says so in a line, comes back whenever its connection is lost, and prints their cursors
as JSON in its last line. The API is one of its own, on the database of the running server."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.live.cursors import plain_cursor
from ops.data import DataDirectory
from ops.listening import listen, url_of
from ops.tether import start_tethered
from tests.end_to_end.changes import Changes, changes_in, committed, number_of

PARTNER = "P25"  # of tests.conformance.facts; no other stage looks at its tier
COUNT = 40
KILLED_AFTER = 15  # changes
BETWEEN_CHANGES = 0.2  # seconds
CLIENT_SECONDS = 60.0
FOLLOWING = "following"


@dataclass
class Server:
    """An API that can be killed, on a port that stays."""

    command: list[str]
    listener: int
    log: Path
    process: subprocess.Popen[bytes]

    def kill_and_start(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process = start_tethered(self.command, self.log, keep=[self.listener])


@contextmanager
def server_on(data: DataDirectory) -> Iterator[tuple[Server, str]]:
    """The server, and where it is."""
    with closing(listen("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [sys.executable, "-P", "-m", "ops.cli", "api", "--listener", str(number), "--data", str(data.path)]
        log = data.log("live")
        server = Server(command, number, log, start_tethered(command, log, keep=[number]))
        try:
            yield server, f"{url_of(listener, '127.0.0.1')}/graphql"
        finally:
            server.process.kill()
            server.process.wait()


async def main(command: list[str]) -> int:
    """The exit code: 1 for a client that failed, or was told anything else than what was committed."""
    data = DataDirectory.at(Path(os.environ["TIERLINE_DATA"]))
    with server_on(data) as (server, url):
        async with changes_in(data, PARTNER) as changes:
            after = (await committed() or [plain_cursor(0)])[-1]
            told = {"TIERLINE_URL": url, "TIERLINE_AFTER": after, "TIERLINE_COUNT": str(COUNT)}
            await until_ready(url)
            lines = await follow(command, os.environ | told, lambda: disturb(changes, server))
            truth = await committed(await number_of(after))
    if lines[-1:] != [json.dumps(truth, separators=(",", ":"))]:
        print("\n".join([*lines, f"committed were {json.dumps(truth)}"]))
        return 1
    print(f"{COUNT} changes in order and once, while the API was killed")
    return 0


async def until_ready(url: str) -> None:
    """Returns once the server answers. The listener is there before."""
    async with httpx.AsyncClient(timeout=CLIENT_SECONDS) as http:
        response = await http.get(url.replace("/graphql", "/readyz"))
        assert response.status_code == httpx.codes.OK, response.text


async def follow(
    command: list[str], environment: dict[str, str], begin: Callable[[], Coroutine[None, None, None]]
) -> list[str]:
    """The lines that the client prints; what `begin` does happens once it follows."""
    client = await asyncio.create_subprocess_exec(
        *command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert client.stdout is not None
    lines: list[str] = []
    tasks: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(CLIENT_SECONDS):
            async for line in client.stdout:
                lines.append(line.decode().rstrip())
                if lines[-1] == FOLLOWING:
                    tasks.append(asyncio.create_task(begin()))
            await asyncio.gather(*tasks)
            if code := await client.wait():
                lines.append(f"exit code {code}")
    except TimeoutError:
        client.kill()
        lines.append(f"not done after {CLIENT_SECONDS:.0f} s")
    return lines


async def disturb(changes: Changes, server: Server) -> None:
    """Commits the changes, and kills the API among them."""
    for number in range(COUNT):
        if number == KILLED_AFTER:
            server.kill_and_start()
        await changes.commit()
        await asyncio.sleep(BETWEEN_CHANGES)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
