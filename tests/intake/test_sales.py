"""Sales of single product lines."""

from datetime import date

import pytest

from intake.load import IntakeSummary
from tests.intake.database import CLIENT, PARTNER, SALE, Fact, counts, load, looked_at_again, table

pytestmark = pytest.mark.usefixtures("database")

OTHER_PARTNER, OTHER_CLIENT = PARTNER | {"id": "p2"}, CLIENT | {"id": "c2"}


async def test_sales_come_in_any_order_beside_that_of_everything() -> None:
    sold = CLIENT | {"sold_by": "p2", "sold_on": "2018-01-05"}
    assert await counts([SALE, sold, PARTNER, OTHER_PARTNER, SALE | {"id": "s2", "partner": "p2"}]) == (5, 0, 0)
    day = date(2018, 1, 10)
    assert await table("sale") == [
        ("s1", "p1", "c1", "CRM", "SOURCED", day, None),
        ("s2", "p2", "c1", "CRM", "SOURCED", day, None),
    ]


async def test_a_correction_has_the_same_id_and_an_end_is_a_correction() -> None:
    await load([PARTNER, CLIENT, SALE])
    changed = SALE | {"kind": "ASSISTED", "ended_on": "2018-01-11"}
    assert await counts([SALE, changed]) == (1, 1, 0)
    assert await counts([changed]) == (0, 1, 0)
    [(*_, kind, _, ended_on)] = await table("sale")
    assert (kind, ended_on) == ("ASSISTED", date(2018, 1, 11))


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"partner": "p2"}, "partner", 'no partner has the id "p2"'),
        ({"client": "c2"}, "client", 'no client has the id "c2"'),
        ({"line": None}, "line", "not a text of 1 to 255 characters: null"),
        ({"kind": "FOUND"}, "kind", 'not SOURCED or ASSISTED: "FOUND"'),
        ({"ended_on": "2018-01-10"}, "ended_on", "2018-01-10 is not after sold_on, 2018-01-10"),
        ({"sold_on": "soon"}, "sold_on", 'not a date (YYYY-MM-DD): "soon"'),
        ({"amount": "1"}, "amount", "no such field: a line of type sale has id, partner, client, line, kind, sold_on"),
    ],
)
async def test_bad_lines_are_rejected_and_others_kept(change: Fact, field: str, reason: str) -> None:
    summary, [rejected] = await load([PARTNER, CLIENT, SALE | {"id": "bad"} | change, SALE])
    assert summary == IntakeSummary(3, 0, 1)
    assert (rejected.number, rejected.field) == (3, field)
    assert rejected.reason.startswith(reason)
    assert [row[0] for row in await table("sale")] == ["s1"]


async def test_both_whom_a_sale_was_of_and_whom_it_is_of_are_looked_at_again() -> None:
    await load([PARTNER, OTHER_PARTNER, CLIENT, OTHER_CLIENT])
    await looked_at_again()
    await load([SALE])
    assert await looked_at_again() == ({"p1"}, {"c1"})
    await load([SALE | {"partner": "p2", "client": "c2"}])
    assert await looked_at_again() == ({"p1", "p2"}, {"c1", "c2"})
    await load([SALE | {"partner": "p2", "client": "c2"}])
    assert await looked_at_again() == (set(), set())
