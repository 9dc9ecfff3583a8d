"""Lines that were not loaded, and why."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import msgspec


class Rejection(msgspec.Struct, frozen=True):
    """A line that was not loaded.

    Its number in the file (for a mutation: its index from 0), the field at fault where there is one, and the reason,
    which tells what was expected.
    """

    number: int
    field: str | None
    reason: str


class BadLine(ValueError):
    """A line that the import format does not allow, whatever else is loaded."""

    def __init__(self, field: str | None, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class Spool:
    """Rejections kept until they can be told: in memory while they are few, else in a temporary file.

    They are told after the transaction has ended, as a reader who pauses must not hold its locks."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 (closed by __exit__)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def append(self, rejection: Rejection) -> None:
        self._file.write(msgspec.json.encode(rejection) + b"\n")
        self._count += 1

    def __iter__(self) -> Iterator[Rejection]:
        self._file.seek(0)
        for line in self._file:
            yield msgspec.json.decode(line, type=Rejection)
