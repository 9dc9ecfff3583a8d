import pytest

from tests.tiers.editions.editions import CERTIFIED, TEXTS, changed
from tiers.assessment import assess
from tiers.basis import basis_of
from tiers.editions.parsing import MOST_BYTES, MOST_DOTS, parse_edition
from tiers.errors import EditionError
from tiers.facts import PartnerFacts

A_KEY = '1 to 64 letters, digits, ".", "_" or "-" in quotes'
A_NUMBER = 'whole or in quotes like "0.50", of at most 12 digits before the point and 6 after it'
MAY, NEXT, LAST = "agency-2018-05", "agency-2022", "agency-2024"


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(EditionError) as caught:
        parse_edition(text, "new.toml")
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


# The file in which something is replaced, what and by what, and what is then wrong with it.
WRONG = {
    "key is missing": (MAY, 'key = "2018-05"', "", f"key: is missing: add {A_KEY}"),
    "key as number": (MAY, 'key = "2018-05"', "key = 2018", f"key: must be {A_KEY}, not 2018"),
    "date in quotes": (
        MAY,
        "effective_from = 2018-05-02",
        'effective_from = "2018-05-02"',
        "effective_from: must be a date like 2018-05-02, without quotes and without a time, not '2018-05-02'",
    ),
    "currency in small letters": (
        MAY,
        'currency = "USD"',
        'currency = "usd"',
        "currency: must be a currency code like \"USD\" (ISO 4217), not 'usd'",
    ),
    "unknown key": (
        MAY,
        'split = "full"',
        'split = "full"\ngrace = 2',
        "credits[1].grace: is not a key of this table: use kind, key, name, days, logins_count, split, lines",
    ),
    "unknown kind": (
        MAY,
        'kind = "median"',
        'kind = "average"',
        "metrics[2].kind: must be one of sum, count, share, median, measure, people, points, ratio, certified, flag,"
        " coverage, not 'average'",
    ),
    "no kind": (MAY, 'kind = "managed"', "", "credits[1].kind: is missing: add one of sold, managed"),
    "window of no month": (
        MAY,
        "months = 12 #",
        "months = 0 #",
        "credits[0].months: must be a whole number from 1 to 1200, not 0",
    ),
    "flag as text": (
        MAY,
        "logins_count = true",
        'logins_count = "yes"',
        "credits[1].logins_count: must be true or false, not 'yes'",
    ),
    "unknown choice": (
        MAY,
        'split = "full"',
        'split = "half"',
        "credits[1].split: must be one of full, even, not 'half'",
    ),
    "number with a point": (
        MAY,
        'SOLD_MRR = "3750.00"',
        "SOLD_MRR = 3750.0",
        f"tiers[2].alternatives[0].at_least.SOLD_MRR: must be a number, {A_NUMBER}, not 3750.0",
    ),
    "number with a comma": (
        MAY,
        'SOLD_MRR = "3750.00"',
        'SOLD_MRR = "3,750"',
        f"tiers[2].alternatives[0].at_least.SOLD_MRR: must be a number, {A_NUMBER}, not '3,750'",
    ),
    "number beyond all bounds": (
        MAY,
        'SOLD_MRR = "3750.00"',
        'SOLD_MRR = "1000000000000"',
        f"tiers[2].alternatives[0].at_least.SOLD_MRR: must be a number, {A_NUMBER}, not '1000000000000'",
    ),
    "half a cent": (
        MAY,
        'SOLD_MRR = "3750.00"',
        'SOLD_MRR = "3750.005"',
        "tiers[2].alternatives[0].at_least.SOLD_MRR: has more decimals than an amount in USD: leave out those too many",
    ),
    "threshold of nothing": (
        MAY,
        'SOLD_MRR = "1125.00"',
        "SOLD_MRR = 0",
        "tiers[0].alternatives[0].at_least.SOLD_MRR: must be above 0, as a threshold of 0 is no gate: leave it out",
    ),
    "to exceed less than nothing, of which a number that is missing would lack nothing": (
        MAY,
        'at_least = { SOLD_MRR = "1125.00", ',
        'above = { SOLD_MRR = "-0.01" }\nat_least = { ',
        f"tiers[0].alternatives[0].above.SOLD_MRR: must be a number of at least 0, {A_NUMBER}, not '-0.01'",
    ),
    "app twice": (
        MAY,
        '"CTA"',
        '"CRM"',
        "catalogues[0].members[4]: 'CRM' is in the list already: name it once",
    ),
    "metric that nothing defines": (
        MAY,
        'key = "SOLD_MRR"',
        'key = "SOLD"',
        *(
            f'tiers[{rung}].alternatives[0].at_least.SOLD_MRR: "SOLD_MRR" is no metric of this file:'
            " use CERTIFIED, MANAGED_MRR, MEDIAN_APP_USAGE, SOLD"
            for rung in range(4)
        ),
    ),
    "credit that nothing defines": (
        MAY,
        'over = ["SOLD"]',
        'over = ["SALES"]',
        'metrics[0].over[0]: "SALES" is no credit of this file: use MANAGED, SOLD',
    ),
    "catalogue of something else": (
        NEXT,
        'apps = "APPS"',
        'apps = "GROWTH"',
        'metrics[3].apps: "GROWTH" is a catalogue of countries: use one of apps',
    ),
    "catalogue that nothing defines": (
        MAY,
        'apps = "APPS"',
        'apps = "TOOLS"',
        'metrics[2].apps: "TOOLS" is no catalogue of this file: use APPS',
    ),
    "unit of another kind": (
        MAY,
        'name = "Sold MRR"\nunit = "MONEY"',
        'name = "Sold MRR"\nunit = "COUNT"',
        'metrics[0].unit: must be MONEY for a metric of kind "sum", not COUNT',
    ),
    "median of apps without days": (
        MAY,
        "days = 90 # after its last",
        "# after its last",
        "metrics[2].days: is missing: a median of apps needs it",
    ),
    "tier key twice": (
        MAY,
        'key = "GOLD"',
        'key = "SILVER"',
        'tiers[1].key: "SILVER" is given already: call this one something else',
    ),
    "a sum from zero": (
        "odoo-v11",
        'reduce = "sum"',
        'reduce = "sum"\nfrom_zero = true',
        "metrics[0].from_zero: belongs to a net change only: leave it out",
    ),
    "a tier that is called as none is": (
        MAY,
        'key = "GOLD"',
        'key = "NONE"',
        "tiers[1].key: NONE stands for no tier: call this one something else",
    ),
    "metric key twice": (
        "odoo-v11",
        'key = "ACTIVE_CLIENTS"',
        'key = "ACQUIRED_CLIENTS"',
        'metrics[3].key: "ACQUIRED_CLIENTS" is given already: call this one something else',
        'metrics[4].numerator: "ACTIVE_CLIENTS" is no metric of this file: use ACQUIRED_CLIENTS, CERTIFIED_PEOPLE,'
        " NEW_USERS, RETENTION",
    ),
    "less than the tier below": (
        MAY,
        'MANAGED_MRR = "50000.00"',
        'MANAGED_MRR = "19999.99"',
        "tiers[3].alternatives[0].at_least.MANAGED_MRR: the ladder must ascend: it is 19999.99, and 20000 in PLATINUM"
        " below it",
    ),
    "nothing more than the tier below": (
        MAY,
        'at_least = { SOLD_MRR = "2100.00", MANAGED_MRR = "6000.00"',
        'at_least = { SOLD_MRR = "1125.00", MANAGED_MRR = "1125.00"',
        "tiers[1].alternatives: the ladder must ascend: it takes nothing more than SILVER below it",
    ),
    "two alternatives that are one": (
        "atlassian-marketplace-2024",
        'GROSS_SALES = "3000000.00"',
        'GROSS_SALES = "500000.00", CLOUD_SHARE = "0.25"',
        "tiers[1].alternatives[1]: says what an alternative before it says: take one of them out",
    ),
    "percent for a part": (
        "odoo-v11",
        'RETENTION = "0.80"',
        "RETENTION = 800",
        "tiers[3].alternatives[0].at_least.RETENTION: is more than 100 times: write a ratio as a part of 1, such as"
        " 0.25 for 25 %",
    ),
    "more than a flag can be": (
        "google-partners-2022",
        "AREAS_COVERED = 1",
        "AREAS_COVERED = 5",
        "tiers[0].alternatives[0].at_least.AREAS_COVERED: must be at_least 1 (or above 0), as a flag is 0 or 1",
    ),
    "ratio of two units": (
        "odoo-v11",
        'denominator = "ACQUIRED_CLIENTS"',
        'denominator = "RETENTION"',
        "metrics[4]: must divide one unit by the same: ACTIVE_CLIENTS is COUNT, RETENTION is RATIO",
        "metrics[4]: is made out of itself: RETENTION -> RETENTION; take one of these steps out",
    ),
    "metrics made out of each other": (
        NEXT,
        'metric = "SOLD_POINTS"',
        'metric = "TOTAL_POINTS"',
        "metrics[2]: is made out of itself: TOTAL_POINTS -> TOTAL_POINTS; take one of these steps out",
    ),
    "part that is not of the whole": (
        LAST,
        'over = ["SOURCED", "SOLD_BEFORE", "ASSISTED"]',
        'over = ["SOLD_BEFORE", "ASSISTED"]',
        'metrics[3].part[0]: "SOURCED" must be in `over` too, as a part is of the whole',
    ),
    "points for both": (
        NEXT,
        'metric = "SOLD_POINTS"',
        'metric = "SOLD_POINTS"\ncredits = "SOLD"',
        "metrics[2].terms[0]: must have exactly one of credits, metric",
    ),
    "a window of two lengths": (
        "odoo-v11",
        "window = { months = 12 }",
        "window = { months = 12, days = 90 }",
        "metrics[0].window: must have exactly one of days, months, whole_months, not days, months",
    ),
    "a window of none": (
        "odoo-v11",
        "window = { months = 12 }",
        "window = {}",
        "metrics[0].window: must have exactly one of days, months, whole_months, not none",
    ),
    "its own currency": (
        NEXT,
        'code = "AUD"',
        'code = "USD"',
        "currencies[0].code: USD is the edition's own currency, worth what it is: leave it out",
    ),
    "a currency twice": (
        NEXT,
        'code = "AUD"',
        'code = "CAD"',
        'currencies[1]: "CAD" is given for some of these days already: let one of them end',
    ),
    "a country in words": (
        "agency-2021",
        '    "IN",',
        '    "India",',
        "catalogues[1].members[0]: must be a country code like \"IN\" (ISO 3166-1 alpha-2), not 'India'",
    ),
    "an end before its beginning": (
        "odoo-v11",
        'name = "odoo-14", valid_until = 2023-11-07',
        'name = "odoo-14", valid_from = 2024-01-01, valid_until = 2023-11-07',
        "catalogues[0].members[0].valid_until: 2023-11-07 is before valid_from, 2024-01-01: let it be that day or"
        " later",
    ),
    "sales that end before they begin": (
        LAST,
        "sold_from = 2024-02-27",
        "sold_from = 2024-02-27\nsold_until = 2024-02-26",
        "credits[0].sold_until: 2024-02-26 is before sold_from, 2024-02-27: let it be that day or later",
    ),
    "two factors for a country": (
        "agency-2021",
        "[[threshold_factors]]",
        '[[threshold_factors]]\ncountries = "GROWTH"\nfactor = "0.9"\nmetrics = ["SOLD_MRR"]\n\n[[threshold_factors]]',
        "threshold_factors[1]: gives IN, AR, BO and 38 more a second factor for SOLD_MRR: let one of the two be",
    ),
    "factor of nothing": (
        "agency-2021",
        'factor = "0.5"',
        "factor = 0",
        f"threshold_factors[0].factor: must be a number above 0, {A_NUMBER}, not 0",
    ),
    "deciding day of a month without it": (
        MAY,
        "day = 15",
        "day = 31",
        "policy.deciding.day: must be a whole number from 1 to 28, not 31",
    ),
    "monthly without a day": (
        MAY,
        ", day = 15",
        "",
        "policy.deciding.day: is missing: say on which day of the month decisions take effect",
    ),
    "daily with a day": (
        MAY,
        'rhythm = "MONTHLY", day = 15',
        'rhythm = "DAILY", day = 15',
        "policy.deciding: decides every day: leave out day and months",
    ),
    "months of a fall that are none": (
        NEXT,
        "months = [1, 7]",
        "months = [1, 13]",
        "policy.fall.months[1]: must be a whole number from 1 to 12, not 13",
    ),
    "a fall in a month without decisions": (
        "odoo-v7",
        'fall = { on = "ANNIVERSARY" }',
        'fall = { on = "MONTHS", months = [1, 2] }',
        "policy.fall.months[1]: nothing is decided in month 2: use one of deciding.months",
    ),
    "months without on": (
        MAY,
        'fall = { on = "ALWAYS" }',
        'fall = { on = "ALWAYS", months = [1] }',
        "policy.fall.months: belongs to on = MONTHS only: leave it out",
    ),
    "a window of two kinds": (
        NEXT,
        "kept_by = { deciding_days = 6 }",
        "kept_by = { deciding_days = 6, whole_months = 6 }",
        "policy.kept_by: must have exactly one of deciding_days, whole_months",
    ),
    "a term of no tier": (
        NEXT,
        "term_months = { GOLD = 6",
        "term_months = { SILVER = 6",
        'policy.term_months.SILVER: "SILVER" is no tier of this file: use DIAMOND, ELITE, GOLD, PLATINUM',
    ),
    "to hold what no gate is of": (
        NEXT,
        'must_hold = ["CERTIFIED"]',
        'must_hold = ["MEDIAN_APP_USAGE"]',
        'policy.must_hold[0]: no tier has a gate for "MEDIAN_APP_USAGE": add one, or take it out',
    ),
    "to carry what is there": (
        NEXT,
        'carry = { SILVER = "NONE" }',
        'carry = { GOLD = "NONE" }',
        "policy.carry.GOLD: is a tier of this edition, which carries itself: leave it out",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_problem_names_file_key_and_remedy(case: tuple[str, ...]) -> None:
    stem, before, after, *expected = case
    assert problems(changed(stem, (before, after))) == tuple(f"new.toml: {problem}" for problem in expected)


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = changed(
        MAY,
        ('currency = "USD"', "currency = 840"),
        ('split = "full"', 'split = "half"'),
        ('SOLD_MRR = "2100.00"', "SOLD_MRR = 2100.0"),
        ('over = ["SOLD"]', 'over = ["SALES"]'),
        ('rise = { on = "ALWAYS" }', 'rise = { on = "MONTHS" }'),
    )
    assert problems(text) == (
        'new.toml: currency: must be a currency code like "USD" (ISO 4217), not 840',
        "new.toml: credits[1].split: must be one of full, even, not 'half'",
        f"new.toml: tiers[1].alternatives[0].at_least.SOLD_MRR: must be a number, {A_NUMBER}, not 2100.0",
        'new.toml: metrics[0].over[0]: "SALES" is no credit of this file: use MANAGED, SOLD',
        "new.toml: policy.rise.months: is missing: say in which months",
    )


def test_a_table_with_a_problem_is_no_reason_to_call_what_names_it_unknown() -> None:
    text = changed(MAY, ('name = "Managed MRR"', ""), ("days = 90 # after the last", "days = 0 # after the last"))
    assert problems(text) == (
        "new.toml: credits[1].days: must be a whole number from 1 to 36500, not 0",
        "new.toml: metrics[1].name: is missing: add a text that is not empty",
    )


def test_an_empty_file_misses_what_every_file_has() -> None:
    assert [problem.split(": ")[1] for problem in problems("")] == [
        "program",
        "key",
        "name",
        "effective_from",
        "currency",
        "metrics",
        "tiers",
        "policy",
    ]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("metrics", "metrics = 3", "metrics: must be a list of at least one, not 3"),
        ("metrics", "metrics = []", "metrics: must be a list of at least one, not []"),
        ("metrics", "metrics = [1]", "metrics[0]: must be a table, not 1"),
        ("tiers", 'tiers = "GOLD"', "tiers: must be a list of at least one, not 'GOLD'"),
        ("policy", "policy = 15", "policy: must be a table, not 15"),
        ("policy", "policy = []", "policy: must be a table, not []"),
    ],
)
def test_a_key_of_another_shape_is_one_problem(before: str, after: str, problem: str) -> None:
    keys = {
        "program": 'program = "p"',
        "key": 'key = "new"',
        "name": 'name = "New"',
        "effective_from": "effective_from = 2020-01-01",
        "currency": 'currency = "USD"',
        "metrics": 'metrics = [{ kind = "certified", key = "C", name = "Certified", unit = "FLAG" }]',
        "tiers": 'tiers = [{ key = "ONE", name = "One" }]',
        "policy": 'policy = { deciding = { rhythm = "DAILY" }, rise = { on = "ALWAYS" }, fall = { on = "NEVER" } }',
    }
    assert parse_edition("\n".join(keys.values()), "new.toml").key == "new"
    assert problems("\n".join((keys | {before: after}).values())) == (f"new.toml: {problem}",)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("key = ", "new.toml: is not TOML: Invalid value (at end of document)"),
        ('key = "a"\nkey = "b"', "new.toml: is not TOML: Cannot overwrite a value (at end of document)"),
        ("day = 2018-02-30", "new.toml: is not TOML: Invalid date or datetime (at line 1, column 7)"),
        ("x = " + "[" * 60_000, "new.toml: is not TOML: "),
        ("x = " + "9" * 5_000, "new.toml: is not TOML: Exceeds the limit (4300 digits)"),
    ],
    ids=["syntax", "key twice", "no such day", "too deep", "too long"],
)
def test_what_is_not_toml_is_refused_with_the_place(text: str, start: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(start)


def chain(length: int) -> str:
    """An edition whose metrics are each made out of the one before, the last one first."""
    first = '[[metrics]]\nkind = "certified"\nkey = "M0"\nname = "M0"\nunit = "FLAG"\n'
    metrics = [
        f'[[metrics]]\nkind = "points"\nkey = "M{number}"\nname = "M{number}"\nunit = "POINTS"\n'
        f'terms = [{{ metric = "M{number - 1}", points = 1, per = 1 }}]\n'
        for number in range(length - 1, 0, -1)
    ]
    head, rest = TEXTS[MAY].split("[[metrics]]", 1)
    policy = rest[rest.index("[policy]") :]
    return f'{head}{"".join(metrics)}{first}[[tiers]]\nkey = "ONE"\nname = "One"\n{policy}'


def test_metrics_are_as_many_as_can_be_made_out_of_each_other() -> None:
    longest = parse_edition(chain(200), "new.toml")
    found = assess(basis_of(longest, longest.effective_from, None), PartnerFacts(certifications=CERTIFIED))
    assert found.values["M199"] == 1
    (problem, *others) = problems(chain(201))
    assert problem == "new.toml: metrics: must be a list of at most 200, not of 201"
    assert others == []


@pytest.mark.parametrize("stem", TEXTS)
def test_no_file_cut_short_ends_in_a_traceback(stem: str) -> None:
    """A file that is cut off after any of its lines is read, or refused with problems."""
    lines = TEXTS[stem].splitlines()
    for length in range(0, len(lines), 3):
        try:
            parse_edition("\n".join(lines[:length]), "new.toml")
        except EditionError as error:
            assert error.problems  # noqa: PT017 - either outcome will do


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"# {'é' * (MOST_BYTES // 2)}", "is 65,538 bytes long: an edition file has at most 65,536"),
        (
            f"# a remark\n{'a.' * MOST_DOTS}\"b\" . 'c' = 1",
            "line 2: has a key of more than 20 parts: edition files have keys of few",
        ),
        ("# \ud800", "is not TOML: '\\ud800' is no character"),
    ],
)
def test_what_would_take_long_to_read_is_not_read(text: str, problem: str) -> None:
    assert problems(text) == (f"new.toml: {problem}",)


def test_a_file_is_read_up_to_the_bounds() -> None:
    text = TEXTS[MAY]
    longest = f"{text}# {'x' * (MOST_BYTES - len(text.encode()) - 3)}\n"
    assert len(longest.encode()) == MOST_BYTES
    assert parse_edition(longest, "new.toml") == parse_edition(text, "new.toml")
    assert problems(f"{'a.' * (MOST_DOTS - 1)}b = 1\n{text}")[0].startswith("new.toml: a: is not a key")


def test_what_is_given_again_and_again_is_told_once_each_time() -> None:
    again = '[[currencies]]\ncode = "EUR"\namount = "88"\nworth = 100\n\n'
    text = TEXTS[MAY].replace("[policy]", 30 * again + "[policy]")
    assert len(problems(text)) == 29
