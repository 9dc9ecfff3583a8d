"""Portfolios of the second opinion, cut into files of every shape whose order makes no difference."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.oracle.ledger import Record

START, END = date(2019, 1, 1), date(2019, 6, 30)
KNOWN = 0.7  # of the clients come with the partners

File = list[Record]


@dataclass(frozen=True)
class World:
    """What two processes load, each its files in their order, beginning with the same one; and what all of it says."""

    first: list[File]
    second: list[File]
    book: FactBook


def make_world(chance: Random) -> World:
    """A world from the source of randomness.

    All lines of one key are in one file, so that which of the two processes is ahead makes no difference. The first
    one loads clients with all that belongs to them, whole months of activity, and reports; the second one many small
    files of activity, and again, backwards, some of what the first one loads."""
    lines = portfolio(chance.getrandbits(32), partners=6, clients=24, start=START, end=END)
    clients = sorted({str(line["id"]) for line in lines if line["type"] == "client"})
    late = {client for client in clients if chance.random() >= KNOWN}
    base = [line for line in lines if line["type"] in ("partner", "employee") or line.get("id") in set(clients) - late]
    mixed = _grouped(lines, lambda line: line.get("id" if line["type"] == "client" else "client"), late, but="mrr")
    known = [line for line in lines if line["type"] == "activity" and line["client"] not in late]
    months = _by_key(known, lambda line: str(line["at"])[:7])
    accesses = [line for line in lines if line["type"] == "access" and line["client"] not in late]
    certifications = [line for line in lines if line["type"] == "certification"]
    reports = _by_key(
        [line for line in lines if line["type"] in ("mrr", "mrr_report")],
        lambda line: (line["period"], line.get("revision") or 1),
    )
    chance.shuffle(months)
    chance.shuffle(reports)
    half = len(months) // 2
    small = [part for month in months[half:] for part in _cut(month, chance)]
    again = [list(reversed(month)) for month in months[:half]]
    second = [[*accesses, *certifications], *small, *again]
    chance.shuffle(second)
    first = [*mixed, *months[:half]]
    chance.shuffle(first)
    world = World([base, *first, *reports], [base, *second], FactBook())
    for file in (*world.first, *world.second):
        assert world.book.load(file).rejected == []
    return world


def _by_key(lines: Sequence[Record], key: Callable[[Record], Hashable]) -> list[File]:
    """A file for each key."""
    files: defaultdict[Hashable, File] = defaultdict(list)
    for line in lines:
        files[key(line)].append(line)
    return list(files.values())


def _grouped(lines: Sequence[Record], key: Callable[[Record], object], wanted: set[str], *, but: str) -> list[File]:
    """The lines of some wanted keys, a few keys a file."""
    by_key = _by_key(
        [line for line in lines if line["type"] != but and key(line) in wanted], lambda line: str(key(line))
    )
    return [[line for file in by_key[start : start + 3] for line in file] for start in range(0, len(by_key), 3)]


def _cut(file: File, chance: Random) -> list[File]:
    """The file in small ones of uneven length; no event is in two of them."""
    ids = sorted({str(line["id"]) for line in file})
    parts = chance.randint(1, 4)
    part_of = {name: chance.randrange(parts) for name in ids}
    return [part for number in range(parts) if (part := [line for line in file if part_of[str(line["id"])] == number])]
