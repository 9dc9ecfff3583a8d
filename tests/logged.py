"""The log of a server as machines read it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ops.logs import writing
from ops.settings import LogFormat

Line = dict[str, Any]


class Log:
    """What was logged so far."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self._lines: list[Line] = []

    @property
    def lines(self) -> list[Line]:
        said = self._captured.readouterr().err.splitlines()
        self._lines += [json.loads(line) for line in said]
        return self._lines

    def of(self, logger: str, **names: object) -> list[Line]:
        """The lines of a logger, or of those below it, that have such values."""
        below = [line for line in self.lines if f"{line['logger']}.".startswith(f"{logger}.")]
        return [line for line in below if all(line.get(name) == value for name, value in names.items())]


@contextmanager
def logged(captured: pytest.CaptureFixture[str]) -> Iterator[Log]:
    with writing(LogFormat.JSON):
        yield Log(captured)
