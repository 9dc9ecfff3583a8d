from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.answers import Decision
from tests.oracle.delivery import deliver
from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.oracle.intake import Reason
from tests.oracle.ledger import Record
from tests.oracle.rules import decision

ZONE = ZoneInfo("America/Sao_Paulo")
START, END = date(2018, 4, 1), date(2019, 3, 31)
PARTNERS = 30
MONTHS = [date(2018, month, 1) for month in range(5, 13)] + [date(2019, month, 1) for month in range(1, 4)]


def decided(seed: int) -> Iterator[Decision]:
    book = FactBook()
    lines = portfolio(seed, partners=PARTNERS, clients=300, start=START, end=END, zone=ZONE)
    assert book.load(lines).rejected == []
    for month in MONTHS:
        for number in range(PARTNERS):
            found = decision(book, f"p{number}", month, ZONE)
            if found is not None:
                yield found


def small(seed: int) -> list[Record]:
    return portfolio(seed, partners=6, clients=40, start=START, end=END)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_portfolio_reaches_every_tier_and_every_status_and_its_sums_are_those_of_its_credits(seed: int) -> None:
    decisions = list(decided(seed))
    standings = [one["standing"] for one in decisions]
    credits_of_all = [credit for one in decisions for credit in one["credits"].values()]
    assert {one["tier"] for one in standings} == {None, "SILVER", "GOLD", "PLATINUM", "DIAMOND"}
    assert {one["sold"]["status"] for one in credits_of_all} == {
        *("COUNTED", "EXPIRED", "NOT_SOLD_BY_PARTNER", "PENDING_REPORT"),
    }
    assert {one["managed"]["status"] for one in credits_of_all} == {
        *("COUNTED", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY", "PENDING_REPORT"),
    }
    assert {one["provisional"] for one in standings} == {one["certified"] for one in standings} == {True, False}
    for one in decisions:
        sold = sum(credit["sold"]["amount"] for credit in one["credits"].values())
        managed = sum(credit["managed"]["amount"] for credit in one["credits"].values())
        assert (one["standing"]["sold_mrr"], one["standing"]["managed_mrr"]) == (sold, managed)


def test_the_same_seed_gives_the_same_lines_and_another_gives_others() -> None:
    first = small(7)
    assert first == small(7)
    assert first != small(8)
    assert deliver(7, first, files=3) == deliver(7, first, files=3)


def test_deliveries_are_rejected_for_every_reason_and_every_line_is_accounted_for() -> None:
    book, reasons = FactBook(), set()
    for file in deliver(3, small(3), files=4):
        outcome = book.load(file)
        assert outcome.accepted + outcome.unchanged + len(outcome.rejected) == len(file)
        reasons |= {rejection.reason for rejection in outcome.rejected}
        again = book.load(file)
        assert again.accepted == 0
    assert reasons == set(Reason)
