"""What a job is to do, as its row says it.

msgspec takes longer to import than `tierline status` may take, so it is imported for arguments, which few jobs have."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

import asyncpg

from jobs.kinds import RecomputeKind


@dataclass(frozen=True)
class Work:
    """What a job computes of a program: days, both included, or the month that it decides; what else its kind takes."""

    kind: RecomputeKind
    first_day: date | None = None
    last_day: date | None = None
    month: date | None = None
    arguments: Any = None
    program: str = field(kw_only=True)

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From a job's row."""
        kind = RecomputeKind(row["kind"])
        arguments = None
        if kind.declared.arguments is not None:
            import msgspec  # noqa: PLC0415

            arguments = msgspec.json.decode(row["arguments"] or "{}", type=kind.declared.arguments)
        return cls(kind, row["first_day"], row["last_day"], row["month"], arguments, program=row["program"])

    @property
    def steps(self) -> int:
        """In how many steps it is done: one for each of its days; as jobs/sql/*.sql have it."""
        if self.first_day is None or self.last_day is None:
            return 1
        return (self.last_day - self.first_day).days + 1

    @property
    def written_arguments(self) -> str | None:
        """The arguments as JSON."""
        if self.arguments is None:
            return None
        import msgspec  # noqa: PLC0415

        return msgspec.json.encode(self.arguments).decode()
