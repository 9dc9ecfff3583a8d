"""What went wrong, in one line: never a traceback on the terminal."""

import errno
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import cast

import asyncpg

from api.auth.grants import InvalidGrant, WeakSecret
from api.http.build import BrokenBuild
from models.fitness import UnfitDatabase
from models.poolers import SharedSessions
from models.rights import UnfitRole
from models.rulebook import Misfit
from models.sessions import READ_ONLY
from ops.errors import UsageError
from tiers.conversion import UnknownCurrencyError
from tiers.errors import EditionError, NoEditionInForce, NotDecidable

UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH)
OURS = (
    UsageError, UnfitDatabase, UnfitRole, SharedSessions, Misfit, WeakSecret, InvalidGrant, EditionError,
    NoEditionInForce, NotDecidable, UnknownCurrencyError, BrokenBuild,
)  # fmt: skip
DATABASE: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    (
        (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError, asyncpg.UndefinedFunctionError),
        "the database needs `tierline migrate`",
    ),
    (READ_ONLY, "the database takes no writes, as a standby or during a failover; try again once it does"),
    ((asyncpg.CannotConnectNowError,), "the database does not answer yet"),
    ((asyncpg.InvalidCatalogNameError,), "the database that DATABASE_URL names does not exist"),
    ((asyncpg.InvalidAuthorizationSpecificationError,), "the database refuses the user of DATABASE_URL"),
    (
        (asyncpg.InsufficientPrivilegeError,),
        "the user of DATABASE_URL lacks a right, which `tierline migrate` gives to the roles that it is told",
    ),
    ((asyncpg.DiskFullError,), "the database has no room left on its disk"),
    (
        (
            asyncpg.PostgresConnectionError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
            asyncpg.AdminShutdownError,
            asyncpg.CrashShutdownError,
        ),
        "the connection to the database was lost",
    ),
)


def explain(error: BaseException) -> str:
    """The line for an error. What nobody foresaw is kept whole in a file, which the line names."""
    if _is_of("tortoise.exceptions", "BaseORMException", error) and isinstance(error.__cause__, asyncpg.PostgresError):
        error = error.__cause__
    known = _known(error)
    return known if known is not None else _keep(error)


def explain_each(error: BaseException) -> Sequence[str]:
    """The lines for an error: of editions one for each problem, so that many can be read."""
    return error.problems if isinstance(error, EditionError) else [explain(error)]


def _is_of(module: str, kind: str, error: BaseException) -> bool:
    """Whether it is an error of a module that is imported then, and takes long to import where it is not."""
    found = sys.modules.get(module)
    return found is not None and isinstance(error, getattr(found, kind))


def _known(error: BaseException) -> str | None:
    if isinstance(error, OURS) or _is_of("intake.rejections", "NoRoomForRejections", error):
        return "; ".join(line.strip() for line in str(error).splitlines() if line.strip())
    if _is_of("redis.exceptions", "RedisError", error):
        from jobs.redis_faults import tell_fault  # noqa: PLC0415 - what it imports is there

        return tell_fault(cast("Exception", error))
    for kinds, what in DATABASE:
        if isinstance(error, kinds):
            # asyncpg's own words for a target that no host meets hold an object of Python.
            told = "" if isinstance(error, asyncpg.TargetServerAttributeNotMatched) else str(error)
            return ": ".join(filter(None, (what, " ".join(told.split()))))
    return _of_the_system(error) if isinstance(error, OSError) else None


def _of_the_system(error: OSError) -> str:
    reason = error.strerror or str(error) or "it does not answer"
    no_socket = isinstance(error, FileNotFoundError) and error.filename is None
    if isinstance(error, ConnectionError | TimeoutError) or error.errno in UNREACHABLE or no_socket:
        return f"no connection to the database: {reason}"
    if isinstance(error, socket.gaierror):
        return f"the host of DATABASE_URL is not known: {reason}"
    return f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason


def _keep(error: BaseException) -> str:
    text = "".join(traceback.format_exception(error))
    told = f"unexpected {type(error).__name__}: {' '.join(str(error).split())}"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="tierline-error-", suffix=".txt", delete=False) as file:
            file.write(text)
    except OSError:
        return (
            f"{told} ({_place(error)}; no directory for temporary files may be written, so no more is kept: set TMPDIR)"
        )
    return f"{told} (details in {file.name})"


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"at {frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
