from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiers.edition import APRIL, AS_OF, EVEN_EDITION, MANAGED, access, client, counted, nothing
from tests.tiers.edition import managed as managed_fully
from tests.tiers.editions.editions import credit_client
from tiers.basis import basis_of
from tiers.credits import Credit, CreditStatus
from tiers.editions.ways import Managed
from tiers.management import qualifies_as_manager
from tiers.shares import EvenShares, split_evenly

NORTH = client(7, accesses=(access(1, last_active_on=date(2018, 5, 1)),))
SOUTH = client(7, accesses=(access(2, last_active_on=date(2018, 2, 13)),))


def managed_evenly(as_of: date) -> dict[str, Credit]:
    """What each of the two partners gets on the day for client 7."""
    basis = basis_of(EVEN_EDITION, as_of, APRIL)
    here = basis.ways[MANAGED]
    assert isinstance(here.way, Managed)
    both = {"north": NORTH, "south": SOUTH}
    managers = {7: sorted(name for name, facts in both.items() if qualifies_as_manager(as_of, here, here.way, facts))}
    return {
        name: credit_client(basis, facts, {"MANAGED": EvenShares(name, managers)}).credits[MANAGED]
        for name, facts in both.items()
    }


def test_in_2018_each_of_two_managing_partners_gets_the_full_amount() -> None:
    assert [managed_fully(facts).amount for facts in (NORTH, SOUTH)] == [100_00, 100_00]


def test_an_even_split_divides_among_the_partners_that_qualify_on_the_day() -> None:
    assert {partner: credit.amount for partner, credit in managed_evenly(AS_OF).items()} == {
        "north": 50_00,
        "south": 50_00,
    }


def test_when_the_second_partner_lapses_on_day_91_the_others_share_rises() -> None:
    assert managed_evenly(date(2018, 5, 15)) == {
        "north": counted("MANAGED", 100_00, date(2018, 7, 30)),
        "south": nothing("MANAGED", CreditStatus.NO_RECENT_ACTIVITY),
    }


@pytest.mark.parametrize(
    ("amount", "shares", "expected"),
    [
        (100_00, 3, [33_34, 33_33, 33_33]),
        (100_01, 3, [33_34, 33_34, 33_33]),
        (1, 2, [1, 0]),
        (0, 2, [0, 0]),
        (5, 1, [5]),
    ],
)
def test_cents_that_cannot_be_divided_go_to_the_first(amount: int, shares: int, expected: list[int]) -> None:
    assert split_evenly(amount, shares) == expected


@given(st.integers(0, 10**15), st.integers(1, 50))
def test_even_shares_sum_to_the_amount_and_differ_by_a_cent_at_most(amount: int, partners: int) -> None:
    managers = {1: [f"p{number:02}" for number in range(partners)]}
    shares = [EvenShares(partner, managers).of(1, amount) for partner in managers[1]]
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)
