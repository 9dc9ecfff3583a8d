"""Lines that were not loaded, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that was not loaded: its number in the file (for a mutation: its index from 0), the field at fault where
    there is one, and the reason, which tells what was expected."""

    number: int
    field: str | None
    reason: str


class BadLine(ValueError):
    """A line that the import format does not allow, whatever else is loaded."""

    def __init__(self, field: str | None, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason
