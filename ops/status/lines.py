"""What `tierline status` says: lines, some of which ask for a person."""

import shlex
from dataclasses import dataclass
from datetime import UTC, datetime

from ops.data import DataDirectory
from ops.parameters import DEFAULT_DATA

MINUTE, HOUR, DAY = 60, 3_600, 86_400
KILO = 1_000


@dataclass(frozen=True)
class Line:
    """One line. With a `remedy` somebody has to do something: that says what, in one line that names the thing."""

    name: str
    text: str
    remedy: str | None = None


def tell_span(seconds: float) -> str:
    """A length of time, as roughly as people say it."""
    whole = max(round(seconds), 0)
    if whole < 2 * MINUTE:
        return f"{whole} s"
    if whole < 2 * HOUR:
        return f"{whole // MINUTE} min"
    return f"{whole // HOUR} h" if whole < 2 * DAY else f"{whole // DAY} days"


def time_left(seconds: float | None) -> str:
    """What a job's row expects, in words; nothing while it cannot be told."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(round(seconds), 0), 60)
    return f"about {minutes} min left" if minutes else f"about {rest} s left"


def tell_moment(at: datetime) -> str:
    """When, in UTC, like the logs."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def tell_size(size: int) -> str:
    """So many bytes."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < KILO:
            return f"{amount:.3g} {unit}"
        amount /= KILO
    return f"{amount:.3g} TB"


def command(words: str, data: DataDirectory) -> str:
    """A command of ours, to be typed in the directory that this one was typed in."""
    options = "" if data.path == DEFAULT_DATA.resolve() else f" --data {shlex.quote(str(data.path))}"
    return f"`tierline {words}{options}`"
