"""Where log lines go: standard error, one line each, the time in UTC first."""

import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from ops.data import DataDirectory
from ops.failures import explain
from ops.settings import LogFormat
from ops.terminal import printable
from telemetry.trace import trace

LONGEST_LOG = 16 * 2**20  # bytes
KEPT_LOGS = 3
LOGS = ("postgres", "valkey", "api", "worker")
FIELDS = {"asctime": "time", "levelname": "level", "name": "logger", "message": "message", "exc_info": "traceback"}
TEXT = "%(asctime)s %(levelname)s %(name)s%(trace)s: %(message)s"
IN_BRACKETS = ("request_id", "job", "run", "chunk")
TOO_TALKATIVE = ("arq", "uvicorn.access")  # tell every tick, and every request

# A bearer token, which is a JWT: in a URL, where none belongs, or in the text of an error.
BEARER_TOKEN = re.compile(r"\b(ey[\w-]{6})[\w-]+\.[\w-]+\.[\w-]{8,}")

logger = logging.getLogger(__name__)


@contextmanager
def logging_as(form: LogFormat) -> Iterator[None]:
    """What a server runs in; commands that end by themselves print instead.

    Where machines read the log, what ends the server is a line of it, and no bare text."""
    with writing(form):
        try:
            yield
        except Exception as error:
            if form is LogFormat.TEXT:
                raise
            logger.critical("%s", explain(error))
            raise typer.Exit(1) from error


@contextmanager
def writing(form: LogFormat, level: int = logging.INFO) -> Iterator[None]:
    """Has what is logged written to standard error while the block runs."""
    handler = logging.StreamHandler()
    handler.addFilter(add_trace)
    handler.setFormatter(TextLines(TEXT) if form is LogFormat.TEXT else JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for name in TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.removeHandler(handler)


def add_trace(record: logging.LogRecord) -> bool:
    """Gives a line the names of what is in hand where it is written, unless it says so itself."""
    for name, value in trace().items():
        record.__dict__.setdefault(name, value)
    return True


def without_tokens(line: str) -> str:
    """The line with the first eight characters of each bearer token in it, and no more."""
    return BEARER_TOKEN.sub(r"\1...", line)


class JsonLines(JsonFormatter):
    """An object a line, with what is in hand and with the figures of its message."""

    def __init__(self) -> None:
        required = [name for name in FIELDS if name != "exc_info"]
        reserved = [*RESERVED_ATTRS, "color_message", "taskName"]
        super().__init__(required, rename_fields=FIELDS, reserved_attrs=reserved)

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        return tell_time(record)


class TextLines(logging.Formatter):
    """A line with what is in hand in brackets, but for the worker: people read the log of one at a time.

    They do so in terminals, so nothing that one would obey is written as it is. The further lines of a traceback are
    indented, so that whoever chose the text of an error cannot have it look like a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        names = " ".join(f"{name}={record.__dict__[name]}" for name in IN_BRACKETS if name in record.__dict__)
        record.trace = f" [{names}]" if names else ""
        return without_tokens("\n  ".join(map(printable, super().format(record).split("\n"))))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return printable(super().formatMessage(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        return tell_time(record)


def tell_time(record: logging.LogRecord) -> str:
    """When it happened, in UTC, as RFC 3339 has it, to the millisecond."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rotate_long_logs(data: DataDirectory) -> None:
    """Begins each log anew that is longer than LONGEST_LOG, and keeps KEPT_LOGS older parts of it, the newest as `.1`.

    Whoever writes goes on with the file that it has open, so the log is copied and then emptied. A line that comes in
    between is lost."""
    for log in map(data.log, LOGS):
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            parts = [log.with_suffix(f".log.{number}") for number in range(1, KEPT_LOGS + 1)]
            for older, newer in zip(reversed(parts[1:]), reversed(parts[:-1]), strict=True):
                if newer.exists():
                    newer.replace(older)
            shutil.copyfile(log, parts[0])
            os.truncate(log, 0)
