"""What employees hold, and until when they work for a partner."""

from dataclasses import replace
from datetime import date

import pytest

from intake.load import IntakeSummary
from tests.intake.database import (
    ACCESS,
    CLIENT,
    CREDENTIAL,
    EMPLOYEE,
    PARTNER,
    TERMS,
    Fact,
    counts,
    load,
    looked_at_again,
    refusals,
    table,
)

pytestmark = pytest.mark.usefixtures("database")

OTHER_PARTNER = PARTNER | {"id": "p2"}
OTHER_EMPLOYEE = EMPLOYEE | {"id": "e2", "email": "ben@agency.example"}


def credential(valid_from: str, valid_until: str | None = None, **more: object) -> Fact:
    return CREDENTIAL | {"valid_from": valid_from, "valid_until": valid_until} | more


async def test_employees_may_come_after_their_credentials() -> None:
    assert await counts([credential("2018-01-01"), EMPLOYEE, PARTNER]) == (3, 0, 0)
    assert await table("credential") == [("e1", "Analytics", date(2018, 1, 1), None)]


@pytest.mark.parametrize(
    ("kept", "given", "other"),
    [
        (("2018-01-01", None), ("2020-01-01", None), "from 2018-01-01 on"),
        (
            ("2018-01-01", "2018-12-31"),
            ("2018-12-31", None),
            "from 2018-01-01 until 2018-12-31",
        ),
        (
            ("2018-06-01", "2018-12-31"),
            ("2018-01-01", None),
            "from 2018-06-01 until 2018-12-31",
        ),
        (("2018-01-01", "2018-12-31"), ("2019-01-01", None), None),
        (("2018-06-01", None), ("2018-01-01", "2018-05-31"), None),
    ],
)
async def test_those_of_one_name_never_overlap(
    kept: tuple[str, str | None], given: tuple[str, str | None], other: str | None
) -> None:
    await load([PARTNER, EMPLOYEE, credential(*kept)])
    _, rejected = await load([credential(*given)])
    assert [(one.number, one.field, one.reason) for one in rejected] == (
        [] if other is None else [(1, "valid_from", f"overlaps the credential {other}")]
    )
    assert len(await table("credential")) == (2 if other is None else 1)


async def test_other_names_and_other_people_have_periods_of_their_own() -> None:
    lines = [credential("2018-01-01"), credential("2018-01-01", name="Ads"), credential("2018-01-01", employee="e2")]
    assert await counts([PARTNER, EMPLOYEE, OTHER_EMPLOYEE, *lines]) == (6, 0, 0)


async def test_one_without_end_is_ended_and_the_next_begins_in_one_file() -> None:
    await load([PARTNER, EMPLOYEE, credential("2018-01-01")])
    assert await counts([credential("2019-01-01"), credential("2018-01-01", "2018-12-31")]) == (2, 0, 0)
    assert [row[2:] for row in await table("credential")] == [
        (date(2018, 1, 1), date(2018, 12, 31)),
        (date(2019, 1, 1), None),
    ]


async def test_an_end_is_taken_back() -> None:
    await load([PARTNER, EMPLOYEE, credential("2018-01-01", "2018-12-31")])
    assert await counts([credential("2018-01-01"), credential("2018-01-01", None)]) == (1, 1, 0)
    assert await counts([credential("2018-01-01")]) == (0, 1, 0)


async def test_of_new_ones_that_overlap_the_earliest_stands() -> None:
    lines = [credential("2018-06-01"), credential("2018-01-01"), credential("2018-03-01", "2018-03-31")]
    assert await refusals([PARTNER, EMPLOYEE, *lines]) == [(3, "valid_from"), (5, "valid_from")]
    assert await table("credential") == [("e1", "Analytics", date(2018, 1, 1), None)]


async def test_an_overlap_tells_no_days_to_who_only_loads() -> None:
    await load([PARTNER, EMPLOYEE, credential("2018-01-01")])
    _, [rejected] = await load([credential("2019-01-01")], terms=replace(TERMS, discreet=True))
    assert rejected.reason == "overlaps another credential of the employee"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"employee": "e2"}, "employee", 'no employee has the id "e2"'),
        ({"valid_until": "2017-12-31"}, "valid_until", "2017-12-31 is before valid_from, 2018-01-01"),
        ({"valid_from": None}, "valid_from", "not a date (YYYY-MM-DD): null"),
        ({"name": None}, "name", "not a text of 1 to 255 characters: null"),
        ({"level": 3}, "level", "no such field: a line of type credential has employee, name, valid_from, valid_until"),
    ],
)
async def test_bad_lines_are_rejected_and_others_kept(change: Fact, field: str, reason: str) -> None:
    summary, [rejected] = await load([PARTNER, EMPLOYEE, CREDENTIAL | change, CREDENTIAL])
    assert summary == IntakeSummary(3, 0, 1)
    assert (rejected.number, rejected.field, rejected.reason) == (3, field, reason)


async def test_whom_a_credential_counts_for_is_looked_at_again() -> None:
    await load([PARTNER, OTHER_PARTNER, EMPLOYEE, OTHER_EMPLOYEE])
    await looked_at_again()
    await load([CREDENTIAL])
    assert await looked_at_again() == ({"p1"}, set())
    await load([credential("2018-01-01", "2018-12-31")])
    assert await looked_at_again() == ({"p1"}, set())
    await load([credential("2018-01-01", "2018-12-31")])
    assert await looked_at_again() == (set(), set())


async def test_an_employee_with_credentials_concerns_the_partner_before_and_the_one_now() -> None:
    await load([PARTNER, OTHER_PARTNER, EMPLOYEE, OTHER_EMPLOYEE, CREDENTIAL])
    await looked_at_again()
    await load([EMPLOYEE | {"partner": "p2"}, OTHER_EMPLOYEE | {"partner": "p2"}])
    assert await looked_at_again() == ({"p1", "p2"}, set())
    await load([EMPLOYEE | {"partner": "p2", "left_on": "2018-06-01"}])
    assert await looked_at_again() == ({"p2"}, set())


async def test_who_leaves_is_looked_at_again_where_there_was_access() -> None:
    await load([PARTNER, CLIENT, EMPLOYEE, ACCESS])
    await looked_at_again()
    assert await counts([EMPLOYEE | {"left_on": "2018-06-01"}]) == (1, 0, 0)
    assert await looked_at_again() == (set(), {"c1"})
    assert (await table("employee"))[0][-1] == date(2018, 6, 1)
    assert await counts([EMPLOYEE]) == (1, 0, 0)  # who comes back has a line without it
    assert (await table("employee"))[0][-1] is None
    assert await refusals([EMPLOYEE | {"left_on": "soon"}]) == [(1, "left_on")]
