"""What evidence says by way: all that the sums as sold and as managed do not."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from tests.tiers.edition import APRIL, AS_OF, EDITION, EVEN_EDITION, access, client
from tests.tiers.editions.editions import changed, credit_client
from tiers.basis import basis_of
from tiers.by_way import ByWay, CreditByWay, PartByWay
from tiers.credits import CreditStatus
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.ways import SaleKind
from tiers.evidence import evidence_of
from tiers.facts import ClientFacts, MrrLine, Sale
from tiers.shares import EvenShares

SOLD_ON = date(2018, 3, 1)
SOLD_UNTIL = date(2019, 3, 1)
MANAGED_UNTIL = date(2018, 8, 12)
SOLD_WAY = '[[credits]]\nkind = "sold"'
THIRDS = '[[currencies]]\ncode = "EUR"\namount = 3\nworth = 4\n\n'
CONVERTING = parse_edition(changed("agency-2018-05", (SOLD_WAY, f"{THIRDS}{SOLD_WAY}")), "converting.toml")
LATELY = '[[credits]]\nkind = "sold"\nkey = "LATELY"\nname = "Lately"\nmonths = 1\n\n'


def of_line(line: str | None, sold_on: date = SOLD_ON, *, own: bool = True) -> Sale:
    return Sale(line, SaleKind.SOURCED, sold_on, None, own=own)


def with_facts(lines: Iterable[MrrLine], sales: Iterable[Sale] = (of_line(None),)) -> ClientFacts:
    """A client that is sold and managed."""
    return client(accesses=[access()])._replace(lines=tuple(lines), sales=tuple(sales))


def by_way(facts: ClientFacts, edition: Edition = EDITION, managers: tuple[str, ...] = ("p1",)) -> ByWay:
    """What the evidence of partner p1 says."""
    basis = basis_of(edition, AS_OF, APRIL)
    shares = {way.key: EvenShares("p1", {facts.client: managers}) for _, way in basis.managed}
    [evidence] = evidence_of(basis, {facts.client: facts}, [credit_client(basis, facts, shares)], shares)
    return evidence.ways


def part(line: str | None, amount: str, sold_on: date | None, until: date) -> PartByWay:
    value = Decimal(amount)
    return PartByWay(line, sold_on, value, "USD", Decimal(1), value, value, until)


@pytest.mark.parametrize(
    "facts",
    [
        with_facts([MrrLine(None, 100_00, "USD")]),
        with_facts([]),
        with_facts([], sales=()),
        client(sold_on=date(2016, 1, 1), accesses=[access(domain_matches=False)]),
        client(sold_on=SOLD_ON, registered_on=date(2018, 4, 2), accesses=[access()]),
        with_facts([MrrLine(None, 100_00, "USD")], sales=[of_line(None, own=False)]),
        with_facts([MrrLine(None, 100_00, "USD")], sales=[of_line(None), of_line(None, date(2018, 4, 1), own=False)]),
    ],
)
def test_nothing_is_said_by_way_where_the_two_sums_say_it(facts: ClientFacts) -> None:
    assert by_way(facts) is None
    assert by_way(facts, EVEN_EDITION) is None


def test_product_lines_are_said_in_the_order_of_their_names_each_by_its_own_sale() -> None:
    lines = [MrrLine("CRM", 70_00, "USD"), MrrLine("CMS", 30_50, "USD")]
    found = by_way(with_facts(lines, sales=[of_line(None), of_line("CMS", date(2018, 4, 1))]))
    assert found == (
        CreditByWay(
            "SOLD",
            CreditStatus.COUNTED,
            Decimal("100.5"),
            date(2019, 4, 1),
            (
                part("CMS", "30.5", date(2018, 4, 1), date(2019, 4, 1)),
                part("CRM", "70", SOLD_ON, SOLD_UNTIL),
            ),
        ),
        CreditByWay(
            "MANAGED",
            CreditStatus.COUNTED,
            Decimal("100.5"),
            MANAGED_UNTIL,
            (part("CMS", "30.5", None, MANAGED_UNTIL), part("CRM", "70", None, MANAGED_UNTIL)),
        ),
    )
    assert by_way(with_facts(reversed(lines), sales=[of_line("CMS", date(2018, 4, 1)), of_line(None)])) == found


def test_a_sale_of_a_line_of_which_the_report_says_nothing_is_said() -> None:
    found = by_way(client(reported=None)._replace(sales=(of_line("CRM"),)))
    assert found is not None
    assert [one.parts for one in found] == [(part("CRM", "0", SOLD_ON, SOLD_UNTIL),), ()]
    assert found[1] == CreditByWay("MANAGED", CreditStatus.NO_ACCESS, Decimal(0), None, ())


def test_an_amount_in_another_currency_is_said_with_its_rate_rounded_down() -> None:
    found = by_way(with_facts([MrrLine(None, 100_00, "EUR")]), CONVERTING)
    assert found is not None
    converted = Decimal("133.33")
    rate = Decimal("1.3333333333333")
    expected = PartByWay(None, SOLD_ON, Decimal(100), "EUR", rate, converted, converted, SOLD_UNTIL)
    assert found[0].parts == (expected,)
    assert (found[0].amount, found[1].amount) == (converted, converted)


def test_a_share_is_said_beside_what_it_is_a_share_of() -> None:
    found = by_way(with_facts([MrrLine(None, 100_01, "USD")]), EVEN_EDITION, ("p0", "p1"))
    assert found is not None
    [whole], [shared] = (one.parts for one in found)
    assert (whole.converted, whole.amount) == (Decimal("100.01"), Decimal("100.01"))
    assert (shared.converted, shared.amount) == (Decimal("100.01"), Decimal(50))


def test_each_of_several_ways_of_a_kind_is_said_also_where_none_counts() -> None:
    changes = ((SOLD_WAY, f"{LATELY}{SOLD_WAY}"), ('over = ["SOLD"]', 'over = ["SOLD", "LATELY"]'))
    edition = parse_edition(changed("agency-2018-05", *changes), "two.toml")
    found = by_way(client(sold_on=SOLD_ON), edition)
    assert found is not None
    assert [(one.way, one.status, one.amount) for one in found] == [
        ("LATELY", CreditStatus.EXPIRED, Decimal(0)),
        ("SOLD", CreditStatus.COUNTED, Decimal(100)),
        ("MANAGED", CreditStatus.NO_ACCESS, Decimal(0)),
    ]
    gone = by_way(client(), edition)
    assert gone is not None
    assert {one.status for one in gone} == {CreditStatus.NOT_SOLD_BY_PARTNER, CreditStatus.NO_ACCESS}
