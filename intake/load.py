"""Loading facts: the one way in, for files and for mutations (docs/import-format.md)."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType

import asyncpg
import msgspec

from intake.lines import Line
from intake.merging import Merge
from intake.missing import reports_of
from intake.reading import READER, LineReader
from intake.record_type import Kind, Load
from intake.rejections import BadLine, N, Notice, Rejection, Spool, Warned, names_of
from intake.staging import Staging
from intake.terms import Terms
from models.database import acquire
from models.statements import statement

NONE_BAD: Mapping[int, BadLine] = MappingProxyType({})
BUSY_SECONDS = 0.005  # without letting other tasks go on


@dataclass(frozen=True, slots=True)
class IntakeSummary:
    """What a load did: lines that changed the database, valid lines that did not, and lines that were rejected.

    The three add up to the lines that were not blank."""

    accepted: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is: lines and bytes read and, once all are read, the type that is being merged."""

    lines: int
    bytes: int
    merging: str | None = None


class _Refused(Exception):
    """Ends the transaction of a strict load that has rejections."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.total = total


async def load_facts(  # noqa: PLR0913 - what becomes of each line, and who is told
    lines: Iterable[Line],
    terms: Terms,
    *,
    strict: bool = False,
    bad: Mapping[int, BadLine] = NONE_BAD,
    on_rejected: Callable[[Rejection], None] = lambda _: None,
    on_warned: Callable[[Warned], None] = lambda _: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> IntakeSummary:
    """Loads numbered NDJSON lines (see `intake.lines`) in one transaction, in memory that does not grow.

    Bad lines, and those of `bad` by their numbers, are rejected and the others kept; with `strict` any rejection leaves
    the database as it was. Rejections and warnings are reported by ascending number, after the transaction has ended.
    Loads at the same time wait for each other where they must. Lines are taken and parsed in this task, which lets
    others go on every BUSY_SECONDS, however many lines there are. Raises NoRoomForRejections, which leaves the database
    as it was.
    """
    with Spool(Rejection) as rejections, Spool(Warned) as warnings:
        try:
            async with acquire() as connection, connection.transaction(isolation="read_committed"):
                accepted, total = await _load(Load(connection, terms), lines, bad, on_progress)
                await _collect(connection, "intake_rejection", rejections)
                await _collect(connection, "intake_warning", warnings)
                if strict and len(rejections):
                    raise _Refused(total)
        except _Refused as refused:
            accepted, total = 0, refused.total
        for rejection in rejections:
            on_rejected(rejection)
        for warning in warnings:
            on_warned(warning)
        return IntakeSummary(accepted, total - accepted - len(rejections), len(rejections))


async def load_records(
    records: Sequence[Mapping[str, object]], terms: Terms, bad: Mapping[int, BadLine] = NONE_BAD
) -> tuple[IntakeSummary, list[Rejection], list[Warned]]:
    """Loads records given as mappings with the keys of the import format, `type` included.

    Values may also be dates, datetimes and Decimals. A notice's number is the record's index, from 0. Those of `bad`
    are rejected whatever they say.
    """
    rejections: list[Rejection] = []
    warnings: list[Warned] = []
    lines = lines_of(records)
    summary = await load_facts(lines, terms, bad=bad, on_rejected=rejections.append, on_warned=warnings.append)
    return summary, rejections, warnings


async def _load(
    load: Load, lines: Iterable[Line], bad: Mapping[int, BadLine], on_progress: Callable[[Progress], None]
) -> tuple[int, int]:
    """How many lines changed something, of how many."""
    staged = await stage_lines(load, READER, lines, bad, on_progress)
    merge = Merge(load, staged.kinds)
    accepted = await merge.run(lambda kind: on_progress(Progress(staged.lines, staged.bytes, kind)))
    return accepted, staged.lines


@dataclass(frozen=True, slots=True)
class Staged:
    """Lines in staging tables: how many lines and bytes were read, and which types are among those that are good."""

    lines: int
    bytes: int
    kinds: Sequence[Kind]


async def stage_lines(
    load: Load,
    reader: LineReader,
    lines: Iterable[Line],
    bad: Mapping[int, BadLine] = NONE_BAD,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Staged:
    """Stages lines of the reader's types, in the load's transaction, and what is wrong with those that are bad."""
    staging = Staging(load.connection)
    await staging.begin()
    count = size = 0
    since = perf_counter()
    for number, line in lines:
        count += 1
        size += len(line)
        try:
            if number in bad:
                raise bad[number]
            kind, row = reader.read(line, load.terms)
        except BadLine as why:
            staging.reject(number, why, reports_of(line, reader.types))
        else:
            staging.add(number, kind, row, len(line))
        if staging.full:
            await staging.flush()
            on_progress(Progress(count, size))
        if perf_counter() - since > BUSY_SECONDS:
            await asyncio.sleep(0)
            since = perf_counter()
    await staging.finish()
    on_progress(Progress(count, size))
    return Staged(count, size, [kind for kind in reader.types if kind in staging.kinds])


async def _collect(connection: asyncpg.Connection, table: str, spool: Spool[N]) -> None:
    async for row in connection.cursor(notices_statement(table, spool.kind), prefetch=1000):
        spool.append(spool.kind(*row))
    spool.finish()


def notices_statement(table: str, kind: type[Notice]) -> str:
    """The statement that reads a load's notices of a kind."""
    return statement("intake/notices").format(table=table, columns=", ".join(names_of(kind)))


def lines_of(records: Iterable[Mapping[str, object]]) -> Iterator[Line]:
    """Records as `load_records` takes them, as lines that have their indexes for numbers."""
    return ((index, _as_line(record)) for index, record in enumerate(records))


def _as_line(record: Mapping[str, object]) -> bytes:
    try:
        return msgspec.json.encode(record)
    except (
        UnicodeEncodeError,
        OverflowError,
    ):  # half a surrogate pair, a vast number: the reader of lines names its field
        return json.dumps(record, default=str).encode()
