"""Deliveries of a portfolio as several files, with repetitions, changes and bad lines on the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import cast

from tests.oracle.ledger import DAY, Record
from tests.oracle.lines import revisions_missed

# What is done to one line of a type, each with a line that no reading of the import format accepts.
_SPOILT: Mapping[str, Sequence[Mapping[str, object]]] = {
    "partner": ({"joined_on": "2018-02-30"}, {"joined_on": None}, {"name": 7}, {"country": "XX"}, {"domains": "a.com"}),
    "certification": ({"partner": "nobody"}, {"valid_until": "1999-12-31"}, {"valid_from": "01/02/2018"}),
    "employee": (
        {"partner": "nobody"},
        {"email": "no address"},
        {"email": None},
        {"email": "a@b@c.com"},
        {"left_on": "soon"},
        {"name": ""},
    ),
    "client": (
        *({"sold_by": "nobody", "sold_on": "2018-05-01"}, {"sold_by": "p0", "sold_on": None}),
        *({"sold_by": None, "sold_on": "2018-05-01"}, {"registered_on": "soon"}, {"name": None}),
    ),
    "access": ({"client": "nobody"}, {"employee": "nobody"}, {"revoked_on": "1999-12-31"}, {"granted_on": None}),
    "mrr": (
        *({"client": "nobody"}, {"amount": "-0.01"}, {"amount": "1.005"}, {"amount": 12.5}, {"amount": "1e3"}),
        *({"currency": "EUR"}, {"period": "2018-13"}, {"period": "2018-05-01"}, {"revision": 0}, {"revision": "1"}),
        {"line": ""},
    ),
    "mrr_report": (
        *({"ran_on": None}, {"period": "May 2018"}, {"revision": 0}, {"lines": 10**6}, {"total": "12345678.90"}),
        *({"lines": "1"}, {"total": "0.001"}),
    ),
    "activity": (
        *({"client": "nobody"}, {"actor": None}, {"kind": "VIEW"}, {"kind": "LOGIN", "app": "CRM"}),
        *(
            {"kind": "USE", "app": None},
            {"at": "2018-06-01T12:00:00"},
            {"at": "2018-06-31T12:00:00Z"},
            {"at": 1_530_000},
            {"at": "9999-06-01T12:00:00Z"},
            {"actor": "Ann <ann@agency0.com>"},
        ),
    ),
}


def deliver(seed: int, lines: list[Record], *, files: int) -> list[list[Record]]:
    """The lines spread over `files` files, in an order that lets most references resolve, and mistreated.

    Some lines are repeated in another file, some come again with another value (which changes an entity, or is refused
    by a closed MRR revision or by another certification), some come spoilt. Lines that reports may miss are spoilt in
    the second file only, and the last one has every report again. The same arguments give the same files.
    """
    rng = Random(seed)  # noqa: S311 (repeatable on purpose)
    spread: list[list[Record]] = [[] for _ in range(files)]
    homes: dict[tuple[str, object], int] = {}
    for line in sorted(lines, key=lambda line: (line["type"] != "partner", line["type"] != "client")):
        settled = line["type"] in ("partner", "employee", "client") and rng.random() < 0.97
        file = 0 if settled else _file_of(line, files, rng)
        # An unknown client would keep every report of the file from being published.
        for kind, field, entity in (("client", "sold_by", "partner"), ("mrr", "client", "client")):
            if line["type"] == kind:
                file = max(file, homes.get((entity, line.get(field)), 0))
        key = cast("str", line["type"]), line.get("id")
        homes[key] = min(file, homes.get(key, file))
        spread[file].append(line)
    spread[-1] += [line for file in spread[:-1] for line in file if line["type"] == "mrr_report"]
    return [
        _mistreated([line for file in spread[:number] for line in file], spread[number], rng, whole=number != 1)
        for number in range(files)
    ]


def _mistreated(earlier: list[Record], lines: list[Record], rng: Random, *, whole: bool) -> list[Record]:
    """The lines of one file with a few more, made from them and from those of earlier files.

    In a `whole` one nothing is bad that may be a line of a report."""
    known = earlier + lines
    few = len(known) // 40 + 5
    spoilt = [_spoilt(line, rng) for line in rng.choices(known, k=few)]
    file = [
        *lines,
        *rng.choices(known, k=few),
        *(_changed(line, rng) for line in rng.choices(known, k=few)),
        *(line for line in spoilt if not whole or revisions_missed(line) is None),
    ]
    certifications = [line for line in known if line["type"] == "certification"]
    if certifications:
        file.append(_overlapping(rng.choice(certifications)))
    reports = [line for line in known if line["type"] == "mrr_report"]
    if reports:
        file.append(_changed(rng.choice(reports), rng))
        file.append(rng.choice(reports) | {"revision": 9})  # which is empty
        file.append(rng.choice(reports) | {"lines": 10**6})
    rng.shuffle(file)
    return file


def _file_of(line: Record, files: int, rng: Random) -> int:
    """Lines of one MRR revision mostly travel together; a few come too early or too late for it."""
    if line["type"] in ("mrr", "mrr_report") and rng.random() < 0.98:
        return (sum(map(ord, cast("str", line["period"]))) + cast("int", line.get("revision", 1))) % files
    return rng.randrange(files)


def _changed(line: Record, rng: Random) -> Record:
    match line["type"]:
        case "partner" | "client":
            return line | {"name": f"{line['name']} {rng.randrange(3)}"}
        case "access":
            granted_on = date.fromisoformat(cast("str", line["granted_on"]))
            return line | {"revoked_on": (granted_on + rng.randint(1, 400) * DAY).isoformat()}
        case "mrr":
            return line | {"amount": rng.choice(["0", "0.00", "1125", "2100.00", "0.01"])}
        case "mrr_report":
            ran_on = date.fromisoformat(cast("str", line["ran_on"]))
            return line | {"ran_on": (ran_on + rng.randint(0, 3) * DAY).isoformat()}
        case "activity":
            return line | {"kind": "USE", "app": "CRM"}
    return line


def _spoilt(line: Record, rng: Random) -> Record:
    if rng.random() < 0.1:
        return line | {"type": rng.choice(["invoice", None, 3])}
    return {**line, **rng.choice(_SPOILT[cast("str", line["type"])])}


def _overlapping(line: Record) -> Record:
    """A new period that begins inside an existing one."""
    valid_from = date.fromisoformat(cast("str", line["valid_from"])) + DAY
    return line | {"valid_from": valid_from.isoformat(), "valid_until": (valid_from + 500 * DAY).isoformat()}
