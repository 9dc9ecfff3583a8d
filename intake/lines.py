"""NDJSON as numbered lines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO

from intake.formats import NotNdjson, recognise

LINE_LENGTH = 1 << 20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Line = tuple[int, bytes]


@contextmanager
def open_lines(path: str) -> Iterator[Iterator[Line]]:
    """The lines of a file, or of standard input for `-`. Raises OSError for a file that cannot be read."""
    if path == "-":
        yield read_lines(sys.stdin.buffer)
        return
    with open(path, "rb") as stream:  # noqa: PTH123 (a path as the user typed it)
        yield read_lines(stream)


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines that are not blank, with their numbers from 1 and without line end and byte order mark.

    Holds one line at a time; of one above LINE_LENGTH bytes it gives the beginning, still longer than that. Raises
    NotNdjson for what shows by its first two lines that it is something else."""
    lines = _number_lines(stream)
    beginning = list(islice(lines, 2))
    if beginning and (found := recognise(*(line for _, line in beginning))) is not None:
        raise NotNdjson(found)
    yield from beginning
    yield from lines


def _number_lines(stream: BinaryIO) -> Iterator[Line]:
    number = 0
    while raw := stream.readline(LINE_LENGTH + 2):
        number += 1
        if raw.startswith(BYTE_ORDER_MARK):  # wherever files with one were joined
            raw = raw.removeprefix(BYTE_ORDER_MARK)
        if len(raw) > LINE_LENGTH and not raw.endswith(b"\n"):
            _skip_rest(stream)
            yield number, raw  # longer than LINE_LENGTH, which is how its reader knows
        elif line := raw.strip(b" \t\r\n"):
            yield number, line


def _skip_rest(stream: BinaryIO) -> None:
    while rest := stream.readline(LINE_LENGTH):
        if rest.endswith(b"\n"):
            return
