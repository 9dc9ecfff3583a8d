"""`tierline up`: everything on one machine, in one supervised process group."""

import asyncio
import signal
import socket
import sys
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from jobs.queue import Queue
from ops.embedded.postgres import spawn_postgres, start_postgres, stop_postgres
from ops.embedded.valkey import spawn_valkey, start_valkey, stop_valkey
from ops.embedded.wheels import last_line, stop
from ops.errors import UsageError
from ops.healing import heal_activity
from ops.installation import Installation
from ops.instance import Hold, hold
from ops.listening import listen, url_of
from ops.location import keep_secret
from ops.logs import rotate_long_logs
from ops.migrating import bring_up_to_date
from ops.probing import is_ready
from ops.sampling import compute_sample, load_sample
from ops.summary import place_of, tell_ready, tell_sample
from ops.supervise import Child, Process, Supervisor
from ops.terminal import err
from ops.tether import start_tethered

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_SECONDS = 15.0
POLL_SECONDS = 0.1
LOOK_AT_LOGS_SECONDS = 30.0


@dataclass(frozen=True)
class Up:
    """One `tierline up`, listening and holding its data directory."""

    installation: Installation
    supervisor: Supervisor
    held: Hold
    listener: socket.socket
    url: str
    metrics_listener: socket.socket


def run_up(installation: Installation, host: str, ports: tuple[int, int], *, sample: bool) -> None:
    """Runs until a signal. `ports` are those of the API, and of the metrics of its worker.

    Raises UsageError for what keeps it from starting."""
    zone = installation.rules.zone  # a mistake in an edition file is told before anything starts
    data = installation.data
    supervisor = Supervisor(_say)
    with ExitStack() as stack:
        held = stack.enter_context(hold(data))
        listener = stack.enter_context(listen(host, ports[0]))
        metrics_listener = stack.enter_context(listen(host, ports[1], prefix="--metrics-"))
        keep_secret(data)
        rotate_long_logs(data)
        for number in STOP_SIGNALS:  # until the event loop takes them
            signal.signal(number, signal.default_int_handler)
        stack.callback(supervisor.stop_all)
        postgres = Child("PostgreSQL", lambda: spawn_postgres(data), stop_postgres, data.log("postgres"))
        supervisor.adopt(postgres, start_postgres(data))
        valkey = Child("Valkey", lambda: spawn_valkey(data), stop_valkey, data.log("valkey"))
        supervisor.adopt(valkey, start_valkey(data))
        _say(f"PostgreSQL and Valkey run in {data.path}; days are those of {zone.key}")
        up = Up(installation, supervisor, held, listener, url_of(listener, host), metrics_listener)
        asyncio.run(_until_signal(_serve(up, sample=sample)))
        _say("stopping")
    _say("stopped")


async def _until_signal(work: Coroutine[None, None, None]) -> None:
    stopping = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    working = asyncio.create_task(work)
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if stopping.is_set():
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
    else:
        waiting.cancel()
        await working


async def _serve(up: Up, *, sample: bool) -> None:
    installation = up.installation
    applied = await bring_up_to_date(installation)
    _say(f"applied {len(applied)} migrations" if applied else "the database is current")
    mended = await heal_activity(installation)
    if mended is not None:
        _say(mended)
    watching = asyncio.create_task(_watch(up))
    metrics_url = url_of(up.metrics_listener, up.listener.getsockname()[0])
    place = place_of(installation, up.url, metrics_url)
    async with installation.opened(decides=True):
        api = up.supervisor.add(_child(up, "API", ["api", "--listener", str(up.listener.fileno())], up.listener))
        await _await_ready(up, api)
        up.held.announce(up.url)
        plan = await load_sample(installation, datetime.now(UTC)) if sample else None
        arguments = ["worker", "--tethered", "--listener", str(up.metrics_listener.fileno())]
        up.supervisor.add(_child(up, "worker", arguments, up.metrics_listener))
        if plan is not None:
            async with Queue(installation.redis_url) as queue:
                await compute_sample(installation, plan, queue, datetime.now(UTC))
            await tell_sample(installation, place, datetime.now(UTC))
        else:
            if sample:
                _say("the database holds facts already: the sample portfolio goes only into an empty one")
            tell_ready(installation, place, datetime.now(UTC))
    await watching


async def _watch(up: Up) -> None:
    """Keeps the children running, and their logs short. Never returns."""
    watching = asyncio.create_task(up.supervisor.watch())
    while not watching.done():
        await asyncio.wait({watching}, timeout=LOOK_AT_LOGS_SECONDS)
        try:
            await asyncio.to_thread(rotate_long_logs, up.installation.data)
        except OSError as error:  # a full disk, say
            _say(f"could not put a long log aside: {error}")
    await watching


def _child(up: Up, name: str, arguments: list[str], *keep: socket.socket) -> Child:
    data = up.installation.data
    # -P: a directory of the user's that is called models or api is not ours.
    command = [sys.executable, "-P", "-m", "ops.cli", *arguments, "--data", str(data.path)]
    log = data.log(name.lower())

    def start() -> Process:
        return start_tethered(command, log, keep=[kept.fileno() for kept in keep])

    return Child(name, start, lambda process: stop(process, (signal.SIGTERM,), STOP_SECONDS), log, impatient=True)


async def _await_ready(up: Up, api: Child) -> None:
    while not await asyncio.to_thread(is_ready, up.url):
        if api.is_dead() or api.due_at is not None:
            raise UsageError(f"the API did not start: {last_line(api.log)}")
        await asyncio.sleep(POLL_SECONDS)


def _say(text: str) -> None:
    err.tell(text)
