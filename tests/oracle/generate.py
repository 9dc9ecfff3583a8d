"""A whole portfolio in the import format, from a seed, dense in the edge cases of the rules."""

from datetime import UTC, date, tzinfo
from random import Random

from tests.oracle.agencies import Agency, found_agencies
from tests.oracle.ledger import DAY, Ledger, Record, first_days
from tests.oracle.rules import LADDER
from tests.oracle.scenarios import EDGES, steady

# What partners aim at, in cents of sold and managed MRR: nothing much, then each tier exactly.
_AIMS = ((50_000, 60_000), *((int(sold * 100), int(managed * 100)) for _, sold, managed in LADDER))
_SMALL = (0, 1, 1_000, 9_999, 25_050)
_WHOLE_SHARE = 0.9  # of the lines in reports
_STEADY_SHARE = 60  # per cent of a partner's clients


def portfolio(seed: int, *, partners: int, clients: int, start: date, end: date, zone: tzinfo = UTC) -> list[Record]:
    """Valid lines of one file, whose facts cross [start, end] and spill over both ends.

    `zone` is where the days begin that events crowd around. The same arguments give the same lines.
    """
    rng = Random(seed)  # noqa: S311 (repeatable on purpose)
    ledger = Ledger(rng, start, end, zone)
    agencies = found_agencies(ledger, partners)
    amounts: dict[str, int] = {}
    edges = 0
    for agency in agencies:
        rival = agencies[agency.number ^ 1] if agency.number ^ 1 < partners else agencies[0]
        own = [f"c{number}" for number in range(clients) if number % partners == agency.number]
        core = max(2, len(own) * _STEADY_SHARE // 100)
        amounts |= _aim(agency, own[:core])
        for position, client in enumerate(own):
            if position < core:
                steady(ledger, client, agency, rival, sold=position % 2 == 0)
            else:
                EDGES[edges % len(EDGES)](ledger, client, agency, rival)
                edges += 1
                # Every third partner stays exactly where it aims.
                amounts[client] = 0 if agency.number % 3 == 0 else rng.choice(_SMALL)
    _report(ledger, amounts, partners)
    ledger.records += rng.choices(ledger.records, k=len(ledger.records) // 50)
    rng.shuffle(ledger.records)
    return ledger.records


def _aim(agency: Agency, core: list[str]) -> dict[str, int]:
    """Splits what the partner aims at over its steady clients: every other one is sold, all are managed."""
    sold, managed = _AIMS[agency.number % len(_AIMS)]
    amounts: dict[str, int] = {}
    for total, clients in ((sold, core[::2]), (managed - sold, core[1::2])):
        for position, client in enumerate(clients):
            amounts[client] = total // len(clients) + (position < total % len(clients))
    return amounts


def _report(ledger: Ledger, amounts: dict[str, int], partners: int) -> None:
    """A report per month: on time, on the 14th, a day or weeks late, never, never closed, or corrected."""
    rng = ledger.rng
    for period in first_days(ledger.start - 70 * DAY, ledger.end):
        following = (period + 31 * DAY).replace(day=1)
        on_time = following + rng.randrange(13) * DAY
        kind = rng.choice(
            ["on time", "on time", "on time", "14th", "15th", "late", "missing", "open", "corrected", "replaced"]
        )
        timetable: dict[str, list[date | None]] = {
            "14th": [following.replace(day=14)],
            "15th": [following.replace(day=15)],
            "late": [following + rng.randint(15, 50) * DAY],
            "missing": [],
            "open": [None],
            "corrected": [on_time, on_time + rng.randint(0, 60) * DAY],
            "replaced": [on_time, on_time - 2 * DAY],
        }
        for revision, ran_on in enumerate(timetable.get(kind, [on_time]), start=1):
            month = period.strftime("%Y-%m")
            numbers: dict[str, object] = {"period": month}
            if revision > 1 or rng.random() < 0.5:
                numbers["revision"] = revision
            if ran_on is not None:
                ledger.add("mrr_report", **numbers, ran_on=ran_on)
            _write_lines(ledger, numbers, amounts, partners)


def _write_lines(ledger: Ledger, numbers: dict[str, object], amounts: dict[str, int], partners: int) -> None:
    """The lines of one report: a partner's clients move together, and some stop a cent short of the aim."""
    rng = ledger.rng
    moves = [
        rng.choice([(100, 0), (100, 0), (100, 0), (100, -1), (100, 1), (130, 0), (55, 0)]) for _ in range(partners)
    ]
    for client, base in amounts.items():
        number = int(client.removeprefix("c"))
        percent, cent = moves[number % partners]
        # The cent goes to a partner's first client alone.
        amount = max(0, base * percent // 100 + (cent if number < partners else 0))
        if amount == 0 and rng.random() < 0.5:
            continue  # absence says the same
        for line, cents in _product_lines(rng, amount):
            text = f"{cents // 100}.{cents % 100:02}"
            written = text.removesuffix(".00") if rng.random() < 0.5 else text
            currency = rng.choice(["USD", None])
            ledger.add("mrr", **numbers, client=client, amount=written, currency=currency, line=line)


def _product_lines(rng: Random, amount: int) -> list[tuple[str | None, int]]:
    """What a client pays, in one or in two product lines or, mostly, without any."""
    if rng.random() < _WHOLE_SHARE:
        return [(None, amount)]
    first = rng.randint(0, amount)
    return [("CRM", first), ("CMS", amount - first)] if first else [("CRM", amount)]
