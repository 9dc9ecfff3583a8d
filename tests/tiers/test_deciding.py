from datetime import date

import pytest

from tests.tiers.editions.editions import EDITIONS, SHIPPED, changed
from tiers.deciding import expect_decidable, is_decided, next_decision_day, why_not_decidable
from tiers.editions.parsing import parse_edition
from tiers.errors import NotDecidable


@pytest.mark.parametrize("stem", [path.stem for path in SHIPPED])
def test_tiers_are_decided_by_what_is_shipped(stem: str) -> None:
    assert list(why_not_decidable(EDITIONS[stem])) == []
    expect_decidable(EDITIONS[stem])


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('rhythm = "MONTHLY", day = 15', 'rhythm = "DAILY"', "policy.deciding.rhythm: DAILY is not applied yet"),
        ("day = 15", "day = 1", "policy.deciding.day: 1 is not applied yet"),
        ("day = 15", "day = 15, months = [1, 7]", "policy.deciding.months: is not applied yet"),
        ('rise = { on = "ALWAYS" }', 'rise = { on = "NEVER" }', "policy.rise.on: NEVER is not applied yet"),
        ('fall = { on = "ALWAYS" }', 'fall = { on = "ANNIVERSARY" }', "policy.fall.on: ANNIVERSARY is not applied yet"),
        *(
            (
                'fall = { on = "ALWAYS" }',
                f'fall = {{ on = "ALWAYS" }}\n{key} = {value}',
                f"policy.{key}: is not applied yet",
            )
            for key, value in (
                ("kept_by", "{ deciding_days = 6 }"),
                ("term_months", "{ GOLD = 6 }"),
                ("first_term_months", "12"),
                ("provisional_may_demote", "false"),
                ("must_hold", '["CERTIFIED"]'),
                ("falls_wait_for_approval", "true"),
            )
        ),
    ],
)
def test_nothing_is_decided_by_a_policy_that_would_be_applied_in_part(before: str, after: str, problem: str) -> None:
    edition = parse_edition(changed("agency-2018-05", (before, after)), "edition.toml")
    (told,) = why_not_decidable(edition)
    assert told.startswith(problem)
    with pytest.raises(
        NotDecidable, match="no tiers are decided by agency 2018-05 yet, only standings are computed: policy"
    ):
        expect_decidable(edition)


def test_a_month_is_decided_by_the_edition_in_force_on_its_14th() -> None:
    editions = [EDITIONS[stem] for stem in ("agency-2018-05", "agency-2022")]
    assert is_decided(editions, date(2022, 7, 1))
    assert not is_decided(editions, date(2022, 8, 1))
    assert is_decided(editions, date(2018, 5, 1))
    assert is_decided(editions, date(2018, 4, 1)), "it is asked for, and then refused as no edition is in force"


def test_the_next_decision_day_is_of_the_first_month_whose_14th_has_not_closed_and_that_is_decided() -> None:
    editions = [EDITIONS[path.stem] for path in SHIPPED]
    assert next_decision_day(editions, date(2019, 6, 13)) == date(2019, 6, 15)
    assert next_decision_day(editions, date(2019, 6, 14)) == date(2019, 7, 15)
    daily = changed("agency-2018-05", ('rhythm = "MONTHLY", day = 15', 'rhythm = "DAILY"'))
    assert next_decision_day([parse_edition(daily, "daily.toml")], date(2019, 6, 13)) is None
