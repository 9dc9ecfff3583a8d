"""Lines that were not loaded, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import msgspec

MOST_IN_MEMORY = 16 * 2**20  # packed: some millions of rejections


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


class NoRoomForRejections(Exception):
    """More lines were rejected than memory keeps, and there is nowhere to put the rest."""

    def __init__(self) -> None:
        super().__init__(
            "too many lines were rejected to keep them in memory until they can be told, and no directory for"
            " temporary files may be written: nothing was loaded; set TMPDIR to a directory, or mend the file"
        )


class Spool:
    """Rejections kept until they can be told: compressed, as they are much alike, in memory and then in a file.

    They are told after the transaction has ended, as a reader who pauses must not hold its locks."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 (closed by __exit__)
        self._packed = GzipFile(fileobj=self._file, mode="wb", compresslevel=1, mtime=0)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._packed.fileobj = None  # type: ignore[assignment]  # what it has not written yet, nobody wants any more
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def append(self, rejection: Rejection) -> None:
        """Keeps one. Raises NoRoomForRejections."""
        with _told():
            self._packed.write(msgspec.json.encode(rejection) + b"\n")
        self._count += 1

    def finish(self) -> None:
        """Before the first is told and the load takes effect: none is added any more. Raises NoRoomForRejections."""
        with _told():
            self._packed.close()

    def __iter__(self) -> Iterator[Rejection]:
        self._file.seek(0)
        with GzipFile(fileobj=self._file, mode="rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Rejection)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoomForRejections from error
