import json
import tomllib
from datetime import date
from itertools import groupby

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.tiers.editions.editions import EDITIONS, EXAMPLES, FILES, SHIPPED, TEXTS, changed, edition, following
from tiers.editions.digest import digest_edition
from tiers.editions.edition import Edition
from tiers.editions.json_schema import json_schema
from tiers.editions.metrics.kinds import METRIC_KINDS
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series
from tiers.errors import EditionError
from tiers.needs import needs_of

PROGRAMS = {
    program: list(editions)
    for program, editions in groupby(
        sorted(EDITIONS.values(), key=lambda one: one.program), key=lambda one: one.program
    )
}


def test_the_agency_program_is_shipped_and_examples_are_of_many() -> None:
    assert [path.stem for path in SHIPPED] == ["agency-2016-11", "agency-2018-01", "agency-2018-05"]
    assert len(EXAMPLES) == 13
    assert len(PROGRAMS) == 8


@pytest.mark.parametrize("editions", PROGRAMS.values(), ids=PROGRAMS)
def test_the_editions_of_a_program_follow_one_another(editions: list[Edition]) -> None:
    series = check_series(reversed(editions))
    assert [one.effective_from for one in series] == sorted(one.effective_from for one in editions)


@pytest.mark.parametrize("stem", FILES)
def test_every_edition_names_its_sources(stem: str) -> None:
    assert edition(stem).sources


def test_thresholds_that_no_vendor_has_published_are_marked() -> None:
    invented = {f"{stem} {tier.key}" for stem, one in EDITIONS.items() for tier in one.tiers if tier.invented}
    assert invented == {
        *(f"agency-2021 {tier}" for tier in ("SILVER", "GOLD", "PLATINUM", "DIAMOND")),
        *(f"agency-{year} {tier}" for year in (2022, 2024) for tier in ("GOLD", "PLATINUM", "DIAMOND", "ELITE")),
    }


def test_the_files_use_every_kind_of_metric() -> None:
    assert {type(metric) for one in EDITIONS.values() for metric in one.metrics} == set(METRIC_KINDS)


@pytest.mark.parametrize(
    ("stem", "counted", "median"), [("agency-2016-11", 17, 5), ("agency-2018-01", 16, 3), ("agency-2018-05", 16, 3)]
)
def test_the_apps_of_an_edition_and_how_many_of_them_the_median_takes(stem: str, counted: int, median: int) -> None:
    one = edition(stem)
    assert len(one.catalogue_by_key["APPS"].names_on(one.effective_from)) == counted
    assert {gates.at_least["MEDIAN_APP_USAGE"] for tier in one.tiers for gates in tier.alternatives} == {median}


def test_digests_tell_editions_apart() -> None:
    assert len({digest_edition(one) for one in EDITIONS.values()}) == len(EDITIONS)


@pytest.mark.parametrize(
    "change",
    [
        ('"3750.00"', "3750"),
        ("# Decided on the 15th of every month", "# Every month"),
        ('key = "2018-05"\nname', 'key    = "2018-05"\n\nname'),
        ('rise = { on = "ALWAYS" }', 'rise = { on = "ALWAYS" }\nprovisional_may_demote = true'),
    ],
    ids=["a number written otherwise", "a comment", "blanks", "a default written out"],
)
def test_a_digest_is_of_what_a_file_says_and_not_of_how(change: tuple[str, str]) -> None:
    text = (
        TEXTS["agency-2018-05"].replace('SOLD_MRR = "3750.00"', "SOLD_MRR = 3750")
        if change[1] == "3750"
        else (changed("agency-2018-05", change))
    )
    assert text != TEXTS["agency-2018-05"]
    assert digest_edition(parse_edition(text, "a.toml")) == digest_edition(edition("agency-2018-05"))


@pytest.mark.parametrize(
    "change",
    [
        ('SOLD_MRR = "3750.00"', 'SOLD_MRR = "3750.01"'),
        ("days = 90 # after the last", "days = 91 # after the last"),
        ('"WORKFLOWS"', '"WORKFLOW"'),
        ("day = 15", "day = 14"),
        ('name = "Gold"', 'name = "Golden"'),
    ],
)
def test_another_body_has_another_digest(change: tuple[str, str]) -> None:
    assert digest_edition(parse_edition(changed("agency-2018-05", change), "a.toml")) != digest_edition(
        edition("agency-2018-05")
    )


def test_a_key_with_another_body_is_refused_and_so_is_a_day_that_is_taken() -> None:
    other = parse_edition(changed("agency-2018-05", ('SOLD_MRR = "3750.00"', 'SOLD_MRR = "3750.01"')), "a.toml")
    with pytest.raises(EditionError) as caught:
        check_series([edition("agency-2018-05"), other])
    assert caught.value.problems == (
        "agency 2018-05: key: is there with other content: give this one a key of its own",
        "agency 2018-05: effective_from: 2018-05 is in force from that day already: take another one",
    )


def test_a_tier_that_vanishes_has_to_be_carried() -> None:
    text = changed("agency-2022", ('carry = { SILVER = "NONE" }', ""))
    with pytest.raises(EditionError) as caught:
        check_series([parse_edition(text, "a.toml"), edition("agency-2021")])
    assert caught.value.problems == (
        "agency 2022: policy.carry.SILVER: is missing: 2021 has this tier, say which of 2022 it was, or NONE",
    )


def as_json(text: str) -> object:
    """A file as editors hold it against a JSON Schema: days are texts there."""
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


@pytest.mark.parametrize("stem", FILES)
def test_every_file_fits_the_json_schema(stem: str) -> None:
    validator = Draft7Validator(json_schema())
    assert [error.message for error in validator.iter_errors(as_json(TEXTS[stem]))] == []


@pytest.mark.parametrize(
    "change",
    [
        ('key = "2018-05"', ""),
        ("months = 12", "months = 0"),
        ('split = "full"', 'split = "half"'),
        ('kind = "median"', 'kind = "average"'),
        ("logins_count = true", "logins_count = true\ngrace = 3"),
        ('SOLD_MRR = "3750.00"', "SOLD_MRR = 3750.5"),
    ],
)
def test_what_does_not_fit_the_json_schema_is_refused_by_the_parser_too(change: tuple[str, str]) -> None:
    text = changed("agency-2018-05", change)
    assert list(Draft7Validator(json_schema()).iter_errors(as_json(text)))
    with pytest.raises(EditionError):
        parse_edition(text, "a.toml")


def test_what_no_metric_uses_is_not_needed() -> None:
    needs = needs_of(edition("atlassian-marketplace-2024"))
    assert not needs.apps | needs.credentials | needs.client_measures
    assert (needs.sales, needs.activity, needs.reports, needs.certifications) == (False, False, False, False)
    assert needs.partner_measures >= {"gross_sales", "cloud_sales", "paid_via_atlassian"}
    agency = needs_of(edition("agency-2018-05"))
    assert (agency.sales, agency.activity, agency.reports, agency.certifications) == (True, True, True, True)
    assert len(agency.apps) == 16
    assert not agency.credentials | agency.partner_measures | agency.client_measures
    assert needs_of(edition("odoo-v11")).activity is False


def test_one_edition_in_another_currency_is_told_beside_its_neighbours_only() -> None:
    years = ("2030", "2031", "2032", "2033", "2034")
    texts = [following(f"{year}-01-01") for year in years]
    texts[2] = texts[2].replace('currency = "USD"', 'currency = "EUR"')
    with pytest.raises(EditionError) as caught:
        check_series([parse_edition(text, "a.toml") for text in texts])
    assert list(caught.value.problems) == [
        "agency 2032-01: currency: EUR is another one than USD, in which 2031-01 counts: a program counts in one",
        "agency 2033-01: currency: USD is another one than EUR, in which 2032-01 counts: a program counts in one",
    ]
