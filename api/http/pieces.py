"""Bytes of a client that are read a piece at a time."""

from typing import Any

from api.execution.limits.one_by_one import OneByOne

READING = "reading"  # in the state of the application, for its server
PIECE_BYTES = 512  # with at most some 85 chunks of a body, or frames, which take as long as a small request


class Pieces:
    """Bytes that have come and are not read yet."""

    __slots__ = ("_bytes", "_taken")

    def __init__(self) -> None:
        self._bytes = b""
        self._taken = 0

    def __bool__(self) -> bool:
        return self._taken < len(self._bytes)

    def add(self, data: bytes) -> None:
        """Has them follow the others."""
        self._bytes = self._bytes[self._taken :] + data if self else data
        self._taken = 0

    def take(self, size: int) -> bytes:
        """The next ones, so many at most."""
        piece = self._bytes[self._taken : self._taken + size]
        self._taken += size
        if not self:
            self.clear()
        return piece

    def clear(self) -> None:
        """Forgets all of them."""
        self._bytes = b""
        self._taken = 0


def reading_of(state: dict[str, Any]) -> OneByOne:
    """What reads pieces that take long for their size, one for all connections of an application."""
    found: OneByOne = state.setdefault(READING, OneByOne())
    return found
