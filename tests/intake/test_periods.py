import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.periods import Overlap, Period, find_overlaps
from intake.rejections import Rejection
from tests.intake.database import PARTNER, Fact, counts, load, table

DAY_ONE = date(2018, 1, 1)


def day(number: int) -> date:
    return DAY_ONE + timedelta(number)


def period(first: int, kept: int | None = None, staged: int | None = None, line: int | None = None) -> Period:
    """Days from DAY_ONE; a staged one has its first day as the number of its line, unless given."""
    number = None if staged is None else first if line is None else line
    return Period(day(first), None if kept is None else day(kept), None if staged is None else day(staged), number)


def rejected(*periods: Period) -> list[int]:
    return sorted(overlap.number for overlap in find_overlaps(periods))


def certification(first: int, last: int, partner: str = "p1") -> Fact:
    days = {"valid_from": day(first).isoformat(), "valid_until": day(last).isoformat()}
    return {"type": "certification", "partner": partner} | days


def test_periods_that_touch_do_not_overlap() -> None:
    assert rejected(period(1, staged=2), period(3, staged=3), period(4, kept=9)) == []


def test_a_day_in_common_is_an_overlap() -> None:
    assert rejected(period(1, staged=3), period(3, staged=5)) == [3]


def test_what_is_kept_stands_before_what_comes() -> None:
    assert rejected(period(1, staged=5), period(4, kept=9)) == [1]


def test_the_earliest_of_the_lines_stands() -> None:
    assert rejected(period(1, staged=5), period(4, staged=9), period(7, staged=12)) == [4]


def test_a_row_may_give_way_in_the_same_file() -> None:
    assert rejected(period(1, kept=9, staged=3), period(4, staged=9)) == []


def test_a_rejected_update_leaves_its_row_which_then_stands() -> None:
    # Line 5 would shorten its row to 5..6 and so make room for line 7, but overlaps line 3.
    assert rejected(period(3, staged=5), period(5, kept=9, staged=6), period(7, staged=9)) == [3, 5, 7]


def test_a_line_that_says_what_is_kept_stands_like_it() -> None:
    assert rejected(period(1, staged=5), period(4, kept=9, staged=9)) == [1]


def test_a_line_is_told_what_it_overlaps() -> None:
    assert find_overlaps([period(1, kept=5), period(3, staged=9)]) == [Overlap(3, day(1), day(5))]


PERIODS = st.lists(
    st.tuples(st.integers(0, 12), st.none() | st.integers(0, 5), st.none() | st.integers(0, 5)),
    max_size=7,
    unique_by=lambda drawn: drawn[0],
)


def kept_apart(drawn: list[tuple[int, int | None, int | None]]) -> list[Period]:
    """The drawn (first day, further days kept, further days staged), of which rows in a table never overlap."""
    periods: list[Period] = []
    free = 0
    for first, kept, staged in sorted(drawn, key=lambda one: one[0]):
        if kept is not None and first >= free:
            free = first + kept + 1
            periods.append(period(first, first + kept, None if staged is None else first + staged))
        elif staged is not None:
            periods.append(period(first, staged=first + staged))
    return periods


@given(PERIODS.map(kept_apart))
def test_what_is_left_never_overlaps_and_nothing_is_rejected_without_need(periods: list[Period]) -> None:
    bad = set(rejected(*periods))
    final: list[tuple[date, date]] = []
    for one in periods:
        until = one.existing_until if one.number is None or one.number in bad else one.staged_until
        if until is not None:
            final.append((one.valid_from, until))
    assert all(last < first for (_, last), (first, _) in pairwise(final))
    for one in periods:
        if one.number in bad:
            assert one.staged_until is not None
            others = [other for other in final if other[0] != one.valid_from]
            stands = (one.valid_from, one.existing_until)
            assert any(
                first <= one.staged_until and one.valid_from <= last for first, last in [*others, stands] if last
            )


def judged_anew_each_time(periods: list[Period]) -> list[Overlap]:
    """The rule as it is put: lines in order against all that stands, from the beginning for each row left standing."""
    restored: dict[date, Overlap] = {}
    while True:
        lines = {one.valid_from: one for one in periods if one.staged_until not in (None, one.existing_until)}
        lines = {first: line for first, line in lines.items() if first not in restored}
        standing = [(one.valid_from, one.existing_until) for one in periods if one.valid_from not in lines]
        overlaps: dict[date, Overlap] = {}
        for first, line in lines.items():
            assert line.staged_until is not None
            assert line.number is not None
            before = [days for days in standing if days[0] < first and days[1] is not None and days[1] >= first]
            after = [days for days in standing if first < days[0] <= line.staged_until]
            if not before and not after:
                standing.append((first, line.staged_until))
                continue
            other, until = before[0] if before else min(after)
            assert until is not None
            overlaps[first] = Overlap(line.number, other, until)
            if line.existing_until is not None:
                restored[first] = overlaps[first]
                break
        else:
            return [*restored.values(), *overlaps.values()]


MANY_PERIODS = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 9), st.none() | st.integers(0, 20)),
    max_size=25,
    unique_by=lambda drawn: drawn[0],
)


@given(MANY_PERIODS.map(kept_apart))
@settings(max_examples=500)
def test_what_is_told_is_what_judging_anew_for_every_row_left_standing_tells(periods: list[Period]) -> None:
    told = {one.number: one for one in find_overlaps(periods)}
    assert told == {one.number: one for one in judged_anew_each_time(periods)}


def test_many_rows_that_are_left_standing_take_no_longer_than_as_many_lines() -> None:
    # Each line would have its row end on the day on which the next one begins, and goes when that one does.
    periods = [period(10 * number, kept=10 * number + 5, staged=10 * number + 10) for number in range(50_000)]
    began = time.process_time()
    assert len(find_overlaps(periods)) == 50_000
    assert time.process_time() - began < 5


@pytest.mark.usefixtures("database")
async def test_an_overlap_is_refused_with_the_days_of_the_other() -> None:
    _, found = await load([PARTNER, certification(5, 9), certification(1, 5)])
    assert found == [Rejection(2, "valid_from", "overlaps the certification from 2018-01-02 until 2018-01-06")]
    assert await table("certification") == [("p1", day(1), day(5))]


@pytest.mark.usefixtures("database")
async def test_other_partners_do_not_matter() -> None:
    lines = [PARTNER, PARTNER | {"id": "p2"}, certification(1, 5), certification(1, 5, "p2"), certification(3, 7, "p2")]
    assert await counts(lines) == (4, 0, 1)


@pytest.mark.usefixtures("database")
async def test_days_move_from_one_certification_to_another_within_a_file() -> None:
    await load([PARTNER, certification(1, 10), certification(20, 22)])
    lines = [certification(15, 19), certification(5, 14), certification(20, 30), certification(1, 4)]
    assert await counts(lines) == (4, 0, 0)
    assert [row[1:] for row in await table("certification")] == [
        (day(1), day(4)),
        (day(5), day(14)),
        (day(15), day(19)),
        (day(20), day(30)),
    ]


@pytest.mark.usefixtures("database")
async def test_only_the_last_line_of_a_certification_is_judged() -> None:
    assert await counts([PARTNER, certification(5, 9), certification(1, 6), certification(1, 4)]) == (3, 1, 0)


@pytest.mark.usefixtures("database")
async def test_a_rejected_update_keeps_its_row_and_what_overlaps_that_goes_too() -> None:
    await load([PARTNER, certification(5, 9)])
    lines = [certification(7, 9), certification(5, 6), certification(3, 5)]
    assert await counts(lines) == (0, 0, 3)
    assert await table("certification") == [("p1", day(5), day(9))]
