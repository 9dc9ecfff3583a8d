"""What a line of a log belongs to. It is kept in the context, so that the lines of libraries carry it as well."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_trace: ContextVar[Mapping[str, str | int]] = ContextVar("trace", default={})  # noqa: B039  # nothing changes one


def trace() -> Mapping[str, str | int]:
    """What is in hand here, of `request_id`, `job`, `run`, `chunk`, and the `worker` that this process is."""
    return _trace.get()


def request_id() -> str | None:
    """Who asked for what is in hand here."""
    found = _trace.get().get("request_id")
    return None if found is None else str(found)


def begin_trace(**names: str | int) -> None:
    """Names what this task, and every task that it starts from now on, is about."""
    _trace.set(names)


@contextmanager
def traced(**names: str | int | None) -> Iterator[None]:
    """Adds names while the block runs; those that are None stay as they were."""
    token = _trace.set({**_trace.get(), **{name: value for name, value in names.items() if value is not None}})
    try:
        yield
    finally:
        _trace.reset(token)
