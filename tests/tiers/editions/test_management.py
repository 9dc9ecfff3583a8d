from datetime import date

import pytest

from tests.tiers.editions.editions import access, client, credit_client, edition, explain, report_before, usd
from tiers.basis import basis_of
from tiers.credits import Credit, CreditStatus
from tiers.facts import Access, ClientFacts, MrrLine
from tiers.shares import EvenShares

AS_OF = date(2024, 6, 30)
MANAGED = -1


def managed_client(stem: str, *accesses: Access) -> ClientFacts:
    facts = client(1, usd(1_00, "SALES"), MrrLine("SERVICE", 100, "EUR"), accesses=accesses)
    if stem == "agency-2018-05":
        return facts._replace(lines=(usd(1_00, "SALES"), usd(1_33, "SERVICE")))
    return facts


def managed(stem: str, *accesses: Access, partner: str = "p", managers: tuple[str, ...] = ("p",)) -> Credit:
    facts = managed_client(stem, *accesses)
    basis = basis_of(edition(stem), AS_OF, report_before(AS_OF))
    return credit_client(basis, facts, {"MANAGED": EvenShares(partner, {1: managers})}).credits[MANAGED]


@pytest.mark.parametrize(
    ("stem", "status"),
    [("agency-2018-05", CreditStatus.COUNTED), ("agency-2022", CreditStatus.NO_RECENT_ACTIVITY)],
)
def test_whether_a_login_alone_is_activity_is_the_editions(stem: str, status: CreditStatus) -> None:
    assert managed(stem, access(None, last_login_on=AS_OF)).status is status
    assert managed(stem, access(AS_OF)).status is CreditStatus.COUNTED


def test_an_edition_that_counts_logins_counts_work_too_and_the_newer_of_both() -> None:
    later_login = access(date(2024, 5, 1), last_login_on=date(2024, 6, 1))
    assert managed("agency-2018-05", later_login).counts_until == date(2024, 8, 30)
    assert managed("agency-2022", later_login).counts_until == date(2024, 7, 30)


@pytest.mark.parametrize(
    ("ends_on", "status"), [(AS_OF, CreditStatus.NO_ACCESS), (date(2024, 7, 1), CreditStatus.COUNTED)]
)
def test_from_the_day_on_which_an_access_ends_or_its_employee_leaves_it_counts_no_more(
    ends_on: date, status: CreditStatus
) -> None:
    credit = managed("agency-2022", access(AS_OF, ends_on=ends_on))
    assert credit.status is status
    assert credit.counts_until == (AS_OF if status is CreditStatus.COUNTED else None)


def test_of_several_reasons_the_first_one_is_told() -> None:
    assert managed("agency-2022").status is CreditStatus.NO_ACCESS
    assert managed("agency-2022", access(AS_OF, granted_on=date(2024, 7, 1))).status is CreditStatus.NO_ACCESS
    stranger, idle = access(AS_OF, domain_matches=False), access(date(2024, 3, 31))
    assert managed("agency-2022", stranger).status is CreditStatus.DOMAIN_MISMATCH
    assert managed("agency-2022", stranger, idle).status is CreditStatus.NO_RECENT_ACTIVITY
    assert managed("agency-2022", stranger, idle, access(date(2024, 3, 31), last_login_on=AS_OF)).status is (
        CreditStatus.NO_RECENT_ACTIVITY
    )
    assert managed("agency-2022", access(date(2024, 3, 31))).status is CreditStatus.NO_RECENT_ACTIVITY
    assert managed("agency-2022", access(date(2024, 4, 1))).status is CreditStatus.COUNTED


def test_each_line_is_converted_and_then_divided() -> None:
    """1.00 USD and 1.00 EUR, which is 1.33 USD, between three: the cents that are left go to the first ones."""
    three = ("a", "p", "z")
    each = [managed("agency-2024", access(AS_OF), partner=partner, managers=three) for partner in three]
    basis = basis_of(edition("agency-2024"), AS_OF, report_before(AS_OF))
    facts = managed_client("agency-2024", access(AS_OF))
    parts = [explain(basis, facts, {"MANAGED": EvenShares(partner, {1: three})})[MANAGED] for partner in three]
    assert [[(part.reported, part.converted, part.amount) for part in own] for own in parts] == [
        [(100, 100, 34), (100, 133, 45)],
        [(100, 100, 33), (100, 133, 44)],
        [(100, 100, 33), (100, 133, 44)],
    ]
    assert sum(credit.amount for credit in each) == 233


def test_an_edition_that_splits_fully_gives_everybody_the_whole() -> None:
    assert managed("agency-2018-05", access(AS_OF), managers=("a", "p")).amount == 233


def test_an_even_split_without_managers_is_refused() -> None:
    facts = client(1, usd(100), accesses=[access(AS_OF)])
    basis = basis_of(edition("agency-2022"), AS_OF, report_before(AS_OF))
    with pytest.raises(TypeError, match="splits MANAGED evenly: say who manages each client"):
        credit_client(basis, facts)
