"""NDJSON as numbered lines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

LINE_LENGTH = 1 << 20

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

    Holds one line at a time; of one above LINE_LENGTH bytes it gives the beginning, still longer than that."""
    number = 0
    while raw := stream.readline(LINE_LENGTH + 2):
        number += 1
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) > LINE_LENGTH and not raw.endswith(b"\n"):
            _skip_rest(stream)
            yield number, raw  # longer than LINE_LENGTH, which is how its reader knows
        elif line := raw.strip(b" \t\r\n"):
            yield number, line


def _skip_rest(stream: BinaryIO) -> None:
    while rest := stream.readline(LINE_LENGTH):
        if rest.endswith(b"\n"):
            return
