"""What the environment says; docs/operations.md lists it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.auth.grants import LONGEST, check_secret
from api.execution.limits.allowance import BYTES_PER_SECOND, COST_PER_SECOND, REQUESTS_AT_ONCE, Allowance
from api.http.origins import Origins
from api.live.pings import PING_SECONDS
from jobs.redis_url import check_redis_url
from models.dsn import read_dsn
from ops.errors import UsageError

FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "on", "1", "t", "y"), True),
    **dict.fromkeys(("false", "no", "off", "0", "f", "n"), False),
}


class LogFormat(StrEnum):
    """For machines, an object a line; or for people."""

    JSON = "json"
    TEXT = "text"


def _checked(check: Callable[[str], object]) -> Callable[[str], str]:
    """Reads a text as it is, if `check` does not raise ValueError."""

    def read(text: str) -> str:
        check(text)
        return text

    return read


def _read_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone; use a name such as UTC or Europe/Berlin") from None


def _read_flag(text: str) -> bool:
    if text.lower() not in FLAGS:
        raise ValueError(f"{text!r} is neither true nor false")
    return FLAGS[text.lower()]


def _read_format(text: str) -> LogFormat:
    if text not in tuple(LogFormat):
        raise ValueError(f"{text!r} is no format of logs; use {' or '.join(LogFormat)}")
    return LogFormat(text)


def _number(least: int, most: int, kind: type[int] | type[float] = int) -> Callable[[str], Any]:
    """Reads a number within bounds, which are numbers that it may be."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:  # as what is no number at all
            raise ValueError(f"{text!r} is no {'whole ' if kind is int else ''}number from {least} to {most}")
        return number

    return read


def _variable(
    name: str,
    read: Callable[[str], object],
    default: object = None,
    *,
    secret: bool = False,
    earlier: str | None = None,
) -> Any:  # noqa: ANN401
    """A setting that a variable of the environment says; `read` raises ValueError. A secret one is in no log.

    The variable is also taken under the name that it had `earlier`."""
    names = (name,) if earlier is None else (name, earlier)
    return field(default=default, repr=not secret, metadata={"names": names, "read": read})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The environment, checked. An empty variable counts as unset."""

    database_url: str | None = _variable("DATABASE_URL", _checked(read_dsn), secret=True)
    writer_role: str | None = _variable("TIERLINE_WRITER_ROLE", str)
    api_role: str | None = _variable("TIERLINE_API_ROLE", str)
    redis_url: str | None = _variable("REDIS_URL", _checked(check_redis_url), secret=True)
    zone: ZoneInfo = _variable("TIERLINE_TIMEZONE", _read_zone, ZoneInfo("UTC"))
    secret: str | None = _variable("TIERLINE_SECRET", _checked(check_secret), secret=True)
    activity_days: int | None = _variable("TIERLINE_ACTIVITY_DAYS", _number(400, 36_500))
    event_days: int = _variable("TIERLINE_EVENT_DAYS", _number(1, 36_500), 30)
    consumer_days: int = _variable("TIERLINE_CONSUMER_DAYS", _number(1, 36_500), 90)
    editions: Path | None = _variable("TIERLINE_EDITIONS", Path, earlier="TIERLINE_PROGRAMS")
    log_format: LogFormat | None = _variable("TIERLINE_LOG_FORMAT", _read_format)
    dashboard: bool = _variable("TIERLINE_DASHBOARD", _read_flag, default=True)
    graphiql: bool | None = _variable("TIERLINE_GRAPHIQL", _read_flag)
    introspection: bool | None = _variable("TIERLINE_INTROSPECTION", _read_flag)
    ping_seconds: float = _variable("TIERLINE_PING_SECONDS", _number(1, 300, float), PING_SECONDS)
    token_days: int = _variable("TIERLINE_TOKEN_DAYS", _number(1, 366), LONGEST.days)
    budget_cost: int = _variable("TIERLINE_BUDGET_COST", _number(1_000, 10**9), COST_PER_SECOND)
    budget_bytes: int = _variable("TIERLINE_BUDGET_BYTES", _number(2**16, 10**12), BYTES_PER_SECOND)
    budget_requests: int = _variable("TIERLINE_BUDGET_REQUESTS", _number(1, 100_000), REQUESTS_AT_ONCE)
    origins: Origins = _variable("TIERLINE_ORIGINS", Origins.parse, Origins.parse(""))

    @property
    def longest_token(self) -> timedelta:
        """How long tokens may hold, but for those of role METRICS."""
        return timedelta(days=self.token_days)

    @property
    def allowance(self) -> Allowance:
        """What each principal may spend."""
        return Allowance(self.budget_cost, self.budget_bytes, self.budget_requests)

    @classmethod
    def from_environment(cls) -> Self:
        """Raises UsageError: it names the variable and what it should be, and no value that may be secret."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            variable = next((name for name in setting.metadata["names"] if os.environ.get(name)), None)
            if variable is not None:
                try:
                    values[setting.name] = setting.metadata["read"](os.environ[variable])
                except ValueError as error:
                    raise UsageError(f"{variable}: {error}") from None
        return cls(**values)

    @classmethod
    def variables(cls) -> list[str]:
        """The names of all variables that are read."""
        return [name for setting in fields(cls) for name in setting.metadata["names"]]
