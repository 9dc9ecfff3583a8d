"""Values as the answer has them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tiers.editions.metrics.common import Metric, Unit


def money(amount: Decimal) -> str:
    """With two decimals, of which a stored amount never has more."""
    text = f"{amount:.2f}"
    assert Decimal(text) == amount
    return text


def shortest(number: Decimal) -> str:
    """With the decimals that it needs."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(metric: Metric, number: Decimal) -> str:
    """A number of a metric: money with two decimals at least, others with those that they need."""
    text = shortest(number)
    if metric.unit is not Unit.MONEY:
        return text
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}"


def day(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def stored_day(value: date) -> str:
    """As PostgreSQL has it, where the ends of Python's calendar are infinite."""
    return {date.min: "-infinity", date.max: "infinity"}.get(value, day(value))


def month(value: date) -> str:
    return f"{value.year:04}-{value.month:02}"


def moment(value: datetime) -> str:
    """In UTC, with six digits of fraction."""
    value = value.astimezone(UTC)
    return f"{day(value.date())}T{value.hour:02}:{value.minute:02}:{value.second:02}.{value.microsecond:06}Z"
