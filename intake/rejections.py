"""What is said of single lines: why they were not loaded, or what is odd about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Generic, Self, TypeVar

import msgspec

MOST_IN_MEMORY = 16 * 2**20  # packed: some millions of rejections


class Notice(msgspec.Struct, frozen=True):
    """What is said of a line.

    Its number in the file (for a mutation: its index from 0), the field at fault where there is one, and the reason,
    which tells what was expected.
    """

    number: int
    field: str | None
    reason: str


class Rejection(Notice, frozen=True):
    """A line that was not loaded; `confirmable` where a load that confirms its reports takes it as it is."""

    confirmable: bool = False


class Warned(Notice, frozen=True):
    """A line that changed nothing, and may have been meant to."""


N = TypeVar("N", bound=Notice)


def names_of(kind: type[Notice]) -> tuple[str, ...]:
    """The columns that notices of a kind are kept in."""
    return kind.__struct_fields__


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


class Spool(Generic[N]):
    """Notices kept until they can be reported: compressed, as they are much alike, in memory and then in a file.

    They are reported after the transaction has ended, as a reader who pauses must not hold its locks."""

    def __init__(self, kind: type[N]) -> None:
        self.kind = kind
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

    def append(self, notice: N) -> None:
        """Keeps one. Raises NoRoomForRejections."""
        with _needing_room():
            self._packed.write(msgspec.json.encode(notice) + b"\n")
        self._count += 1

    def finish(self) -> None:
        """Before the first is reported, and the load takes effect: no more are added. Raises NoRoomForRejections."""
        with _needing_room():
            self._packed.close()

    def __iter__(self) -> Iterator[N]:
        self._file.seek(0)
        with GzipFile(fileobj=self._file, mode="rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=self.kind)


@contextmanager
def _needing_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoomForRejections from error
