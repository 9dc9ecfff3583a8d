"""Options that several commands share, and how their values are read."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from tiers.periods import parse_month

DEFAULT_DATA = Path(".tierline")
LARGEST_PORT = 65_535
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DURATION = re.compile(r"(?:\d+[dhms])+")

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data directory of `tierline up`, with its database, logs and signing key. Other commands find its "
        "servers by it, unless DATABASE_URL and REDIS_URL are set.",
    ),
]

Host = Annotated[str, typer.Option(metavar="HOST", help="Address to listen on; 0.0.0.0 for every one.")]


def read_port(given: str | int) -> int:
    """A TCP port, 0 being any free one; Typer has the default read, too."""
    text = str(given)
    if text.isascii() and text.isdecimal() and int(text) <= LARGEST_PORT:
        return int(text)
    raise typer.BadParameter(f"{text!r} is no port; give a number from 0 to {LARGEST_PORT}")


Port = Annotated[
    int, typer.Option(parser=read_port, metavar="PORT", help="Port to listen on, 0 to 65535; 0 for any free one.")
]


def read_day(text: str) -> date:
    """A calendar day, as YYYY-MM-DD and nothing else."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no day; write it as YYYY-MM-DD")


def day_option(name: str, help: str) -> Any:  # noqa: A002, ANN401 - as Typer has it
    """An option that is a day."""
    return typer.Option(name, parser=read_day, metavar="DAY", help=help)


def read_month(text: str) -> date:
    """A month, as YYYY-MM."""
    try:
        return parse_month(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def read_duration(text: str) -> timedelta:
    """How long, as 8h, 30m, 7d or 1h30m."""
    if not DURATION.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no duration; write it as 8h, 30m, 7d or 1h30m", param_hint="'--ttl'")
    try:
        return sum(
            (timedelta(**{UNITS[unit]: int(count)}) for count, unit in re.findall(r"(\d+)([dhms])", text)), timedelta(0)
        )
    except (OverflowError, ValueError):
        raise typer.BadParameter(f"{text!r} is too long a time", param_hint="'--ttl'") from None
