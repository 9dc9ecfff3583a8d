from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from api.types.scalars import money, parse_day, parse_decimal, parse_moment, write_decimal, write_moment
from tests.api.reading import Reader


def test_days_are_written_one_way() -> None:
    assert parse_day("2018-05-02") == date(2018, 5, 2)
    for value in (
        "2018-5-2",
        "2018-02-30",
        "20180502",
        "2018-05-02T00:00:00Z",
        " 2018-05-02",
        "\uff12018-05-02",
        20180502,
    ):
        with pytest.raises(ValueError, match="is not a date: write it as YYYY-MM-DD"):
            parse_day(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-05-02T09:30:00Z", datetime(2018, 5, 2, 9, 30, tzinfo=UTC)),
        ("2018-05-02t09:30:00z", datetime(2018, 5, 2, 9, 30, tzinfo=UTC)),
        ("2018-05-02T11:30:00.5+02:00", datetime(2018, 5, 2, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2018-05-02T09:30:00.1234567Z", datetime(2018, 5, 2, 9, 30, 0, 123_456, tzinfo=UTC)),
        ("2018-05-02T00:15:00-00:30", datetime(2018, 5, 2, 0, 45, tzinfo=UTC)),
    ],
)
def test_moments_are_read_with_their_offset(text: str, expected: datetime) -> None:
    moment = parse_moment(text)
    assert (moment, moment.tzinfo) == (expected, UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2018-05-02T09:30:00",
        "2018-05-02",
        "2018-05-02T09:30Z",
        "2018-05-02T25:30:00Z",
        "2018-05-02T09:30:00+2:00",
        "0001-01-01T00:00:00+14:00",
        "2018-05-02T09:30:00+99:00",
        1525253400,
        None,
    ],
)
def test_a_moment_without_offset_or_sense_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a moment: write it with its UTC offset"):
        parse_moment(value)


def test_moments_are_written_in_utc_with_six_digits() -> None:
    assert write_moment(datetime(2018, 5, 2, 9, 30, tzinfo=UTC)) == "2018-05-02T09:30:00.000000Z"
    east = timezone(timedelta(hours=2))
    assert write_moment(datetime(2018, 5, 2, 1, 30, 0, 5, tzinfo=east)) == "2018-05-01T23:30:00.000005Z"


def test_money_has_two_decimals() -> None:
    assert [write_decimal(money(Decimal(text))) for text in ("0", "12.5", "1E+3", "99999999999999999999.99")] == [
        "0.00",
        "12.50",
        "1000.00",
        "99999999999999999999.99",
    ]


def test_decimals_are_read_from_texts_and_whole_numbers_alone() -> None:
    assert [parse_decimal(value) for value in ("12.50", "-3", 7, "007")] == [
        Decimal("12.50"),
        Decimal(-3),
        Decimal(7),
        Decimal(7),
    ]
    for value in ("1e3", "NaN", "Infinity", "", " 1", "1,5", ".5", "1.", "1" * 31, True, None, 10**31):
        with pytest.raises(ValueError, match="is not an exact decimal: write it as digits"):
            parse_decimal(value)
    with pytest.raises(ValueError, match=r"^1\.5 is not an exact decimal: write it in quotes$"):
        parse_decimal(1.5)


async def test_a_bad_value_gives_one_error_that_names_it(reader: Reader) -> None:
    document = "query ($on: Date) { edition(on: $on) { key } }"
    code, message = await reader.refusal(document, {"on": "2018-13-01"})
    assert code == "BAD_USER_INPUT"
    assert "$on" in message
    assert "'2018-13-01' is not a date: write it as YYYY-MM-DD" in message
    code, message = await reader.refusal("{ edition(on: 5) { key } }")
    assert code == "BAD_USER_INPUT"
    assert "5 is not a date" in message
