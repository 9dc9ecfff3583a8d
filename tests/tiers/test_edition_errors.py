import pytest

from tests.tiers.edition import TEXT
from tiers.apps import APPS
from tiers.edition import EditionError, parse_edition

APP_KEYS = ", ".join(app.key for app in APPS)
EDITION_KEYS = "key, effective_from, currency, logins_count, managed_split, apps, windows, tiers"
AN_AMOUNT = 'an amount like "1125.00", of at most 12 digits before the point'
KEY = '1 to 64 letters, digits, ".", "_" or "-" in quotes'


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(EditionError) as caught:
        parse_edition(text, "new.toml")
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


# What is replaced in the file of May 2018, by what, and what is then wrong with it.
WRONG = {
    "unknown app": ('"CTA"', '"CTAS"', f'apps[4]: "CTAS" is not an app: use {APP_KEYS}'),
    "app twice": ('"CTA"', '"CRM"', 'apps[4]: "CRM" is in the list already'),
    "app as number": ('"CTA"', "4", f"apps[4]: must be {KEY}, not 4"),
    "key is missing": ('key = "2018-05"', "", "key: is missing"),
    "key as number": ('key = "2018-05"', "key = 2018", f"key: must be {KEY}, not 2018"),
    "key with a space": ('key = "2018-05"', 'key = "May 2018"', f"key: must be {KEY}, not 'May 2018'"),
    "date in quotes": (
        "effective_from = 2018-05-02",
        'effective_from = "2018-05-02"',
        "effective_from: must be a date like 2018-05-02, without quotes and without a time",
    ),
    "date with a time": (
        "effective_from = 2018-05-02",
        "effective_from = 2018-05-02T00:00:00",
        "effective_from: must be a date like 2018-05-02, without quotes and without a time",
    ),
    "currency in small letters": ('"USD"', '"usd"', "currency: must be a currency code like \"USD\", not 'usd'"),
    "flag as text": ("logins_count = true", 'logins_count = "yes"', "logins_count: must be true or false, not 'yes'"),
    "unknown split": (
        'managed_split = "full"',
        'managed_split = "half"',
        "managed_split: must be one of full, even, not 'half'",
    ),
    "window of no month": (
        "sold_months = 12",
        "sold_months = 0",
        "windows.sold_months: must be a whole number from 1 to 1200, not 0",
    ),
    "negative window": (
        "activity_days = 90",
        "activity_days = -90",
        "windows.activity_days: must be a whole number from 1 to 36500, not -90",
    ),
    "window as float": (
        "usage_days = 90",
        "usage_days = 90.0",
        "windows.usage_days: must be a whole number from 1 to 36500, not 90.0",
    ),
    "window as flag": (
        "usage_days = 90",
        "usage_days = true",
        "windows.usage_days: must be a whole number from 1 to 36500, not True",
    ),
    "window is missing": ("usage_days = 90", "", "windows.usage_days: is missing"),
    "unknown window": (
        "usage_days = 90",
        "usage_days = 90\ngrace_days = 30",
        "windows.grace_days: is not a window: use sold_months, activity_days, usage_days",
    ),
    "unknown key": (
        'currency = "USD"',
        'currency = "USD"\ngrace = 2',
        f"grace: is not a key of an edition: use {EDITION_KEYS}",
    ),
    "money as float": (
        '"3750.00"',
        "3750.00",
        'tiers[2].gates.SOLD_MRR: must be an amount in quotes, like "1125.00", not 3750.0',
    ),
    "money as whole number": (
        '"3750.00"',
        "3750",
        'tiers[2].gates.SOLD_MRR: must be an amount in quotes, like "1125.00", not 3750',
    ),
    "negative money": ('"3750.00"', '"-3750.00"', "tiers[2].gates.SOLD_MRR: must not be negative, and is '-3750.00'"),
    "half a cent": (
        '"3750.00"',
        '"3750.005"',
        "tiers[2].gates.SOLD_MRR: must have at most 2 decimals, and is '3750.005'",
    ),
    "money with a comma": (
        '"3750.00"',
        '"3,750"',
        f"tiers[2].gates.SOLD_MRR: must be {AN_AMOUNT}, not '3,750'",
    ),
    "money in scientific notation": (
        '"3750.00"',
        '"3E3"',
        f"tiers[2].gates.SOLD_MRR: must be {AN_AMOUNT}, not '3E3'",
    ),
    "money beyond all bounds": (
        '"3750.00"',
        '"1000000000000"',
        f"tiers[2].gates.SOLD_MRR: must be {AN_AMOUNT}, not '1000000000000'",
    ),
    "tier without name": ('name = "Gold"', "", "tiers[1].name: is missing"),
    "tier with an empty name": (
        'name = "Gold"',
        'name = " "',
        "tiers[1].name: must be a text that is not empty, not ' '",
    ),
    "tier key twice": ('key = "GOLD"', 'key = "SILVER"', 'tiers[1].key: "SILVER" is the key of a tier below already'),
    "unknown key of a tier": (
        'name = "Gold"',
        'name = "Gold"\ncolour = "gold"',
        "tiers[1].colour: is not a key of a tier: use key, name, gates",
    ),
    "less sold than the tier below": (
        '"2100.00"',
        '"1124.99"',
        "tiers[1].gates.SOLD_MRR: the ladder must ascend: GOLD requires 1124.99, SILVER below it 1125.00",
    ),
    "less managed than the tier below": (
        '"50000.00"',
        '"19999.99"',
        "tiers[3].gates.MANAGED_MRR: the ladder must ascend: DIAMOND requires 19999.99, PLATINUM below it 20000.00",
    ),
    "a gate of the tier below is gone": (
        'MANAGED_MRR = "50000.00"',
        "",
        "tiers[3].gates.MANAGED_MRR: the ladder must ascend: DIAMOND requires 0, PLATINUM below it 20000.00",
    ),
}


@pytest.mark.parametrize(("before", "after", "problem"), WRONG.values(), ids=WRONG)
def test_a_problem_names_file_key_and_what_is_wrong(before: str, after: str, problem: str) -> None:
    assert TEXT.count(before) == 1
    assert problems(TEXT.replace(before, after)) == (f"new.toml: {problem}",)


# The same for gates that every tier has: the last tier's is replaced.
WRONG_LAST_GATE = {
    "unknown metric": (
        "CERTIFIED = true",
        "CERTIFIED = true\nSOLD_MMR = 1",
        "tiers[3].gates.SOLD_MMR: is not a metric: use SOLD_MRR, MANAGED_MRR, MEDIAN_APP_USAGE, CERTIFIED",
    ),
    "certified as no": (
        "CERTIFIED = true",
        "CERTIFIED = false",
        "tiers[3].gates.CERTIFIED: must be true, or left out where it is not required, not False",
    ),
    "median of more apps than count": (
        "MEDIAN_APP_USAGE = 3",
        "MEDIAN_APP_USAGE = 17",
        "tiers[3].gates.MEDIAN_APP_USAGE: must be a whole number from 0 to 16, not 17",
    ),
    "median as float": (
        "MEDIAN_APP_USAGE = 3",
        "MEDIAN_APP_USAGE = 3.0",
        "tiers[3].gates.MEDIAN_APP_USAGE: must be a whole number from 0 to 16, not 3.0",
    ),
}


@pytest.mark.parametrize(("before", "after", "problem"), WRONG_LAST_GATE.values(), ids=WRONG_LAST_GATE)
def test_a_problem_of_one_tiers_gate_is_that_tiers(before: str, after: str, problem: str) -> None:
    head, found, tail = TEXT.rpartition(before)
    assert found
    assert problems(head + after + tail) == (f"new.toml: {problem}",)


def test_a_tier_that_requires_nothing_more_than_the_one_below_is_refused() -> None:
    text = TEXT.replace('"2100.00"', '"1125.00"').replace('"6000.00"', '"1125.00"')
    assert problems(text) == (
        "new.toml: tiers[1].gates: the ladder must ascend: GOLD requires nothing more than SILVER below it",
    )


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = TEXT.replace('"CTA"', '"CTAS"').replace('"USD"', "840").replace('"2100.00"', "2100.0")
    assert problems(text.replace("sold_months = 12", "sold_months = 0")) == (
        f'new.toml: apps[4]: "CTAS" is not an app: use {APP_KEYS}',
        'new.toml: currency: must be a currency code like "USD", not 840',
        'new.toml: tiers[1].gates.SOLD_MRR: must be an amount in quotes, like "1125.00", not 2100.0',
        "new.toml: windows.sold_months: must be a whole number from 1 to 1200, not 0",
    )


def test_an_empty_file_misses_every_key() -> None:
    assert problems("") == tuple(
        f"new.toml: {key}: is missing"
        for key in ("windows", "apps", "key", "effective_from", "currency", "tiers", "logins_count", "managed_split")
    )


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("windows", "windows = 3", "windows: must be a table that is not empty, not 3"),
        ("tiers", "tiers = []", "tiers: must be a list of at least one, not []"),
        ("tiers", 'tiers = "SILVER"', "tiers: must be a list of at least one, not 'SILVER'"),
        ("tiers", "tiers = [1]", "tiers[0]: must be a table that is not empty, not 1"),
        (
            "tiers",
            'tiers = [{ key = "ONE", name = "One", gates = {} }]',
            "tiers[0].gates: must be a table that is not empty, not {}",
        ),
        ("apps", "apps = []", "apps: must be a list of at least one, not []"),
    ],
)
def test_a_key_of_another_shape_is_one_problem(before: str, after: str, problem: str) -> None:
    keys = {
        "key": 'key = "new"',
        "effective_from": "effective_from = 2020-01-01",
        "currency": 'currency = "USD"',
        "logins_count": "logins_count = true",
        "managed_split": 'managed_split = "full"',
        "apps": 'apps = ["CRM"]',
        "windows": "windows = { sold_months = 12, activity_days = 90, usage_days = 90 }",
        "tiers": 'tiers = [{ key = "ONE", name = "One", gates = { CERTIFIED = true } }]',
    }
    assert parse_edition("\n".join(keys.values()), "new.toml").key == "new"
    assert problems("\n".join((keys | {before: after}).values())) == (f"new.toml: {problem}",)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("key = ", "new.toml: not a TOML file: Invalid value (at end of document)"),
        ('key = "a"\nkey = "b"', "new.toml: not a TOML file: Cannot overwrite a value (at end of document)"),
        ("day = 2018-02-30", "new.toml: not a TOML file: Invalid date or datetime (at line 1, column 7)"),
        ("[" * 9 + "x", "new.toml: not a TOML file: "),
        ("x = " + "[" * 100_000, "new.toml: not a TOML file: "),
        ("x = " + "9" * 5_000, "new.toml: not a TOML file: Exceeds the limit (4300 digits)"),
    ],
    ids=["syntax", "key twice", "no such day", "brackets", "too deep", "too long"],
)
def test_what_is_not_toml_is_refused_with_the_place(text: str, start: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(start)
