"""On which days which currencies count, by the editions of a program one after the other."""

from datetime import date

import pytest

from tests.tiers.editions.editions import changed
from tiers.editions.counted import CountedCurrencies, counted_currencies
from tiers.editions.parsing import parse_edition

EUROS = '\n\n[[currencies]]\ncode = "EUR"\namount = 88\nworth = 100\n'


def text(key: str, first: str, *currencies: str) -> str:
    """An edition in dollars, with what others are worth in it."""
    return changed(
        "agency-2018-05",
        ('key = "2018-05"', f'key = "{key}"'),
        ("effective_from = 2018-05-02", f"effective_from = {first}"),
    ) + "".join(currencies)


COUNTED = counted_currencies(
    parse_edition(one, "a.toml")
    for one in (
        text("2021", "2021-01-01"),
        text("2019", "2019-01-01"),
        text(
            "2020",
            "2020-01-01",
            f"{EUROS}valid_from = 2020-03-01\nvalid_until = 2020-05-31\n",
            f"{EUROS}valid_from = 2020-06-01\n",
        ),
        text("2022", "2022-01-01", EUROS),
    )
)


@pytest.mark.parametrize(
    ("currency", "first", "last", "gap"),
    [
        ("USD", date(2019, 1, 1), date(2030, 1, 1), None),
        ("USD", date(2018, 12, 31), date(2019, 1, 1), date(2018, 12, 31)),
        ("EUR", date(2020, 2, 29), date(2020, 3, 1), date(2020, 2, 29)),
        ("EUR", date(2020, 3, 1), date(2020, 12, 31), None),
        ("EUR", date(2020, 3, 1), date(2021, 1, 1), date(2021, 1, 1)),
        ("EUR", date(2020, 5, 1), date(2023, 1, 1), date(2021, 1, 1)),
        ("EUR", date(2022, 1, 1), date.max, None),
        ("GBP", date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1)),
    ],
)
def test_the_first_day_on_which_a_currency_does_not_count(
    currency: str, first: date, last: date, gap: date | None
) -> None:
    assert COUNTED.first_gap(currency, first, last) == gap


def test_a_currency_counts_from_a_day_on_if_a_later_edition_has_it() -> None:
    assert COUNTED.first_day == date(2019, 1, 1)
    assert COUNTED.counted_from(date(1999, 1, 1)) == COUNTED.counted_from(date(2021, 6, 1)) == ["EUR", "USD"]
    ended = counted_currencies([parse_edition(text("2019", "2019-01-01"), "a.toml")])
    assert ended.counted_from(date(2021, 6, 1)) == ["USD"]
    stopped = CountedCurrencies(date(2019, 1, 1), {"EUR": [(date(2019, 1, 1), date(2020, 12, 31))]})
    assert stopped.counts_from("EUR", date(2020, 12, 31))
    assert not stopped.counts_from("EUR", date(2021, 1, 1))
    assert not stopped.counts_from("GBP", date(2019, 1, 1))
