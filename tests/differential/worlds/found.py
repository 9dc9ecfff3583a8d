"""What was found doubtful, about anything that there is."""

from datetime import date
from decimal import Decimal

from models.enums import FindingKind, FindingSeverity
from tests.differential.worlds.ledger import TODAY, Ledger
from tests.differential.worlds.texts import NAMES

SIZES = tuple(map(Decimal, "0 0 1.000000 7.000000 90 600.500000 999999999999999999.000001".split()))
PERIODS = (None, None, date(2019, 5, 1), date(2019, 6, 1))


def add_findings(ledger: Ledger) -> None:
    """Many of them of one severity and size; some kinds were never looked for."""
    for kind in ledger.sample(list(FindingKind), len(FindingKind)):
        severity = ledger.pick(list(FindingSeverity)).value
        total = ledger.pick([0, 1, 5, 30])
        for about in ledger.rng.sample(range(1_000), total):
            ledger.add(
                "finding",
                kind=kind.value,
                severity=severity,
                about=f"{about:032x}",
                size=ledger.pick(SIZES),
                partner_id=ledger.pick([None, ledger.partner()]),
                client_id=ledger.pick([None, ledger.pick(ledger.keys("client"))]),
                employee_id=ledger.pick([None, ledger.pick(ledger.keys("employee"))]),
                period=ledger.pick(PERIODS),
                detail=ledger.pick([None, *NAMES]),
                found_at=ledger.moment(),
            )
        ledger.add("finding_look", kind=kind.value, as_of=TODAY, looked_at=ledger.moment(), total=total)
