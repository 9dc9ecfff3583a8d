from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.tiers.editions.editions import client, holder, measured, sale, usd
from tiers.assessment import assess
from tiers.basis import basis_of
from tiers.editions.parsing import parse_edition
from tiers.facts import ClientFacts, Credential, Measure, PartnerFacts, Person
from tiers.gates import Value
from tiers.reports import Report

AS_OF = date(2024, 3, 31)
REPORT = Report(date(2024, 2, 1), 1, AS_OF)
FRAME = """
program = "p"
key = "k"
name = "N"
effective_from = 2020-01-01
currency = "USD"
{tables}
[[credits]]
kind = "sold"
key = "SOLD"
name = "Sold"
months = 12
[[credits]]
kind = "sold"
key = "SERVICE"
name = "Service"
months = 12
lines = "SERVICES"
[[catalogues]]
key = "SERVICES"
of = "lines"
members = ["SERVICE", {{ name = "CLOUD", valid_from = 2024-04-01 }}]
[[catalogues]]
key = "FIRST"
of = "credentials"
members = ["a", "b", {{ name = "c", valid_until = 2024-03-30 }}]
[[catalogues]]
key = "SECOND"
of = "credentials"
members = ["x"]
[[tiers]]
key = "ANY"
name = "Any"
[policy]
deciding = {{ rhythm = "DAILY" }}
rise = {{ on = "ALWAYS" }}
fall = {{ on = "ALWAYS" }}
"""


def number(metric: str, facts: PartnerFacts, before: str = "") -> Value | None:
    """The value of a metric; `before` are others that it is made out of."""
    heads = ((f"M{index}", one) for index, one in enumerate([*before.split(";"), metric]) if one.strip())
    tables = "\n".join(f'[[metrics]]\nkey = "{key}"\nname = "{key}"\n{one}' for key, one in heads)
    edition = parse_edition(FRAME.format(tables=tables), "frame.toml")
    found = assess(basis_of(edition, AS_OF, REPORT), facts)
    return found.values[edition.metrics[-1].key]


def reduced(reduce: str, extra: str = "", unit: str = "COUNT", of: str = "partner") -> str:
    return f'kind = "measure"\nunit = "{unit}"\nof = "{of}"\nmeasure = "m"\nreduce = "{reduce}"\n{extra}'


def by_day(*dated: tuple[int, int, str]) -> PartnerFacts:
    """Measures of 2024, each of a month, a day and a value; a month of 0 or less is one of the year before."""
    return PartnerFacts(measures=of_days(*dated))


def of_days(*dated: tuple[int, int, str]) -> tuple[Measure, ...]:
    return tuple(
        measured("m", value, date(2024 - (month < 1), (month - 1) % 12 + 1, day)) for month, day, value in dated
    )


MONTHLY = by_day((0, 31, "1"), (1, 31, "2"), (2, 29, "4"), (3, 31, "8"), (4, 1, "100"))


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (reduced("sum"), 15),
        (reduced("sum", "window = { days = 1 }"), 8),
        (reduced("sum", "window = { days = 31 }"), 8),
        (reduced("sum", "window = { days = 32 }"), 12),
        (reduced("sum", "window = { months = 1 }"), 8),  # since 29 February, which itself is before
        (reduced("sum", "window = { months = 2 }"), 12),
        (reduced("sum", "window = { months = 3 }"), 14),
        (reduced("sum", "window = { whole_months = 1 }"), 8),
        (reduced("sum", "window = { whole_months = 3 }"), 14),
        (reduced("sum", "window = { whole_months = 4 }"), 15),
        (reduced("sum", "window = { months = 1 }\nmonths_ago = 1"), 4),
        (reduced("mean"), Fraction(15, 4)),
        (reduced("mean", "window = { months = 2 }"), 6),
        (reduced("latest"), 8),
        (reduced("latest", "months_ago = 2"), 2),
        (reduced("latest", "months_ago = 5"), None),
        (reduced("net_change", "window = { months = 1 }"), 4),
        (reduced("net_change", "window = { months = 2 }"), 6),
        (reduced("net_change", "window = { months = 5 }"), None),
    ],
)
def test_windows_of_measures_end_on_the_day_and_begin_after_the_one_so_long_before(
    metric: str, expected: Fraction | None
) -> None:
    assert number(metric, MONTHLY) == expected


@pytest.mark.parametrize(("reduce", "expected"), [("sum", 0), ("mean", None), ("latest", None), ("net_change", None)])
def test_of_nothing_a_sum_is_nothing_and_all_else_null(reduce: str, expected: int | None) -> None:
    window = "window = { days = 30 }"
    assert number(reduced(reduce, window), PartnerFacts()) == expected
    assert number(reduced(reduce, window, of="clients"), PartnerFacts(clients=[client(1, sales=[sale()])])) == expected


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (reduced("net_change", "window = { months = 1 }\nfrom_zero = true"), 4),  # as it has a value by then
        (reduced("net_change", "window = { months = 5 }\nfrom_zero = true"), 8),
        (reduced("net_change", "window = { months = 1 }\nmonths_ago = 5\nfrom_zero = true"), None),
    ],
)
def test_a_net_change_from_zero_needs_no_value_to_begin_with(metric: str, expected: int | None) -> None:
    assert number(metric, MONTHLY) == expected


def test_a_net_change_of_clients_takes_in_new_ones_only_from_zero() -> None:
    facts = two_clients(of_days((1, 1, "1"), (3, 1, "2")), of_days((3, 2, "20")), of_days((1, 3, "200")))
    grown = reduced("net_change", "window = { months = 1 }", of="clients")
    assert (number(grown, facts), number(f"{grown}\nfrom_zero = true", facts)) == (1, 1 + 20)


def test_an_old_latest_is_none_in_a_window_that_it_is_not_in() -> None:
    assert number(reduced("latest", "window = { days = 31 }"), by_day((2, 28, "5"))) is None


def test_net_changes_and_sums_may_be_negative() -> None:
    falling = by_day((2, 1, "5"), (3, 1, "-7.5"))
    assert number(reduced("sum"), falling) == Fraction("-2.5")
    assert number(reduced("net_change", "window = { months = 1 }"), falling) == Fraction("-12.5")


def two_clients(*measures: Sequence[Measure]) -> PartnerFacts:
    """Clients that are listed; the last one's sale has run out, so that it adds nothing."""
    sales = [sale(sold_on=AS_OF)] * (len(measures) - 1) + [sale()]
    return PartnerFacts(
        clients=[
            client(index, usd(100), sales=[sold])._replace(measures=tuple(own))
            for index, (own, sold) in enumerate(zip(measures, sales, strict=True))
        ]
    )


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (reduced("latest", of="clients"), 2 + 20 + 200),
        (reduced("sum", of="clients"), 1 + 2 + 20 + 200),
        (reduced("mean", of="clients"), Fraction(1 + 2 + 20 + 200, 4)),
        (reduced("net_change", "window = { months = 1 }", of="clients"), 1),
        (reduced("latest", 'over = ["SOLD"]', of="clients"), 2 + 20),
    ],
)
def test_measures_of_clients_are_each_ones_own_added_up(metric: str, expected: Fraction) -> None:
    facts = two_clients(of_days((1, 1, "1"), (3, 1, "2")), of_days((3, 2, "20")), of_days((1, 3, "200")))
    assert number(metric, facts) == expected


def test_money_is_converted_value_by_value_before_it_is_added_up() -> None:
    rate = '[[currencies]]\ncode = "EUR"\namount = 88\nworth = 100\n'
    measures = [measured("m", "0.11", date(2024, 3, day), "EUR") for day in (1, 2, 3)]
    facts = PartnerFacts(measures=[*measures, measured("m", "1.005", date(2024, 3, 4))])
    assert number(f"{reduced('sum', unit='MONEY')}\n{rate}", facts) == 3 * 12 + 100


CERTIFIED = 'kind = "people"\nunit = "COUNT"\nholding = {0}\n{1}'


@pytest.mark.parametrize(
    ("holding", "extra", "expected"),
    [
        ('["FIRST"]', "", 3),
        ('["SECOND"]', "", 2),
        ('["FIRST", "SECOND"]', "", 1),
        ('["FIRST"]', "each_at_least = 2", 1),
    ],
)
def test_people_count_once_for_what_they_hold_on_the_day(holding: str, extra: str, expected: int) -> None:
    long_ago = date(2020, 1, 1)
    people = [
        holder(1, "a", "b", "c"),
        holder(2, "a", "x"),
        holder(3, "c", "x"),  # c has left the catalogue the day before
        holder(4, "a", left_on=AS_OF),
        holder(5, "b", left_on=date(2024, 4, 1)),
        Person(6, (Credential("a", date(2024, 4, 1)), Credential("b", long_ago, date(2024, 3, 30)))),
        holder(7, "z"),
    ]
    assert number(CERTIFIED.format(holding, extra), PartnerFacts(people=people)) == expected


SERVICE = client(1, usd(3_00, "SERVICE"), usd(1_00, "CLOUD"), sales=[sale(sold_on=AS_OF)])
OTHER = client(2, usd(6_00, "SALES"), sales=[sale(sold_on=AS_OF)])
GONE = client(3, sales=[sale("SERVICE", sold_on=AS_OF)])


@pytest.mark.parametrize(
    ("metric", "clients", "expected"),
    [
        ('kind = "sum"\nunit = "MONEY"\nover = ["SOLD"]', [SERVICE, OTHER, GONE], 10_00),
        ('kind = "sum"\nunit = "MONEY"\nover = ["SOLD", "SERVICE"]', [SERVICE, OTHER, GONE], 13_00),
        (
            'kind = "share"\nunit = "RATIO"\npart = ["SERVICE"]\nover = ["SOLD", "SERVICE"]',
            [SERVICE, OTHER],
            Fraction(3, 13),
        ),
        ('kind = "share"\nunit = "RATIO"\npart = ["SERVICE"]\nover = ["SOLD", "SERVICE"]', [GONE], None),
        ('kind = "count"\nunit = "COUNT"\nof = "clients"\nover = ["SOLD", "SERVICE"]', [SERVICE, OTHER, GONE], 2),
        ('kind = "count"\nunit = "COUNT"\nof = "clients"\nover = ["SOLD"]\npaying = false', [SERVICE, OTHER, GONE], 3),
        (
            'kind = "count"\nunit = "COUNT"\nof = "lines"\nover = ["SOLD"]',
            [SERVICE, OTHER, GONE, OTHER._replace(client=4)],
            3,
        ),
        ('kind = "count"\nunit = "COUNT"\nof = "lines"\nover = ["SERVICE"]\npaying = false', [GONE], 1),
        ('kind = "count"\nunit = "COUNT"\nof = "lines"\nover = ["SERVICE"]', [GONE], 0),
        ('kind = "median"\nunit = "MONEY"\nof = "mrr"\nover = ["SOLD"]', [SERVICE, OTHER, GONE], 5_00),
        ('kind = "median"\nunit = "MONEY"\nof = "mrr"\nover = ["SOLD"]', [GONE], None),
    ],
)
def test_metrics_over_clients_look_at_what_they_add(
    metric: str, clients: list[ClientFacts], expected: Fraction | None
) -> None:
    assert number(metric, PartnerFacts(clients=clients)) == expected


@pytest.mark.parametrize(("extra", "expected"), [("", 0), ("paying = false", 1)])
def test_a_client_that_awaits_its_first_report_counts_where_none_has_to_pay(extra: str, expected: int) -> None:
    pending = client(1, sales=[sale(sold_on=AS_OF)])._replace(registered_on=date(2024, 2, 1))
    metric = f'kind = "count"\nunit = "COUNT"\nof = "clients"\nover = ["SOLD"]\n{extra}'
    assert number(metric, PartnerFacts(clients=[pending])) == expected


RATIO = 'kind = "ratio"\nunit = "RATIO"\nnumerator = "M0"\ndenominator = "M1"\n{0}'
OF_TWO = f"{reduced('latest')};{reduced('latest').replace('measure = ' + chr(34) + 'm', 'measure = ' + chr(34) + 'n')}"


@pytest.mark.parametrize(
    ("numerator", "denominator", "extra", "expected"),
    [
        ("1", "3", "", Fraction(1, 3)),
        ("-1", "3", "", Fraction(-1, 3)),
        ("1", "0", "", None),
        ("1", "-2", "", None),
        ("1", "0", "when_empty = 1", 1),
        ("1", "-2", "when_empty = 0", 0),
        ("1", None, "when_empty = 1", None),
        (None, "3", "", None),
        ("50", "300", "denominator_at_most = 100", Fraction(1, 2)),
        ("50", "80", "denominator_at_most = 100", Fraction(5, 8)),
    ],
)
def test_a_ratio_over_nothing_is_null_unless_the_file_says_what_it_is(
    numerator: str | None, denominator: str | None, extra: str, expected: Fraction | None
) -> None:
    measures = [
        Measure(name, AS_OF, Decimal(value))
        for name, value in (("m", numerator), ("n", denominator))
        if value is not None
    ]
    assert number(RATIO.format(extra), PartnerFacts(measures=measures), OF_TWO) == expected


@pytest.mark.parametrize(("values", "expected"), [("", 0), ("0", 0), ("1", 1), ("1 0", 0), ("0 7", 1), ("-1", 0)])
def test_a_flag_is_whether_its_newest_value_is_above_nothing(values: str, expected: int) -> None:
    measures = [measured("m", value, date(2024, 3, day)) for day, value in enumerate(values.split(), 1)]
    later = measured("m", "5", date(2024, 4, 1))
    assert number('kind = "flag"\nunit = "FLAG"\nmeasure = "m"', PartnerFacts(measures=[*measures, later])) == expected


@pytest.mark.parametrize(
    ("terms", "value", "expected"),
    [
        ("points = 3\nper = 100", "250", Fraction(15, 2)),
        ("points = 3\nper = 100\nwhole_steps = true", "250", 6),
        ("points = 3\nper = 100\nwhole_steps = true", "99.99", 0),
        ("points = 3\nper = 100\nwhole_steps = true", "300", 9),
        ("points = 3\nper = 100\ncap = 7", "250", 7),
        ("points = 3\nper = 100", "-250", 0),
        ('points = "0.5"\nper = "0.01"', "0.07", Fraction(7, 2)),
        ("points = 3\nper = 100\nrequires = { above = { M0 = 250 } }", "250", 0),
        ("points = 3\nper = 100\nrequires = { at_least = { M0 = 250 } }", "250", Fraction(15, 2)),
    ],
)
def test_points_are_exact_and_capped_last(terms: str, value: str, expected: Fraction) -> None:
    metric = f'kind = "points"\nunit = "POINTS"\n[[metrics.terms]]\nmetric = "M0"\n{terms}'
    assert number(metric, by_day((3, 1, value)), reduced("latest")) == expected
