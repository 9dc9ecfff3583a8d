"""Days, moments and exact decimals, as they are written on the wire."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal

import strawberry

from api.execution.framework import ScalarDefinition

CENT = Decimal("0.01")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,30})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_SHOWN = 60


def money(amount: Decimal) -> Decimal:
    """An amount of money, which is always written with two decimals."""
    return amount.quantize(CENT)


def parse_day(value: object) -> date:
    """A day written as YYYY-MM-DD; ValueError for anything else."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f'{_shown(value)} is not a date: write it as YYYY-MM-DD, like "2018-05-02"')


def parse_moment(value: object) -> datetime:
    """A moment with its UTC offset (RFC 3339), in UTC; what is finer than microseconds is cut off."""
    if isinstance(value, str) and (found := _MOMENT.fullmatch(value)):
        day, time, fraction, offset = found.groups()
        text = f"{day}T{time}{(fraction or '.0')[:7]:0<7}{'+00:00' if offset in 'Zz' else offset}"
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError(
        f"{_shown(value)} is not a moment: write it with its UTC offset (RFC 3339), like"
        ' "2018-05-02T09:30:00Z" or "2018-05-02T11:30:00+02:00"'
    )


def write_moment(moment: datetime) -> str:
    """A moment in UTC, always with six digits of fraction, so that equal moments are equal texts."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_decimal(value: object) -> Decimal:
    """An exact decimal given as a string, or as a whole number; never as a binary float."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    remedy = "write it in quotes" if isinstance(value, float) else 'write it as digits with a point, like "1200.50"'
    raise ValueError(f"{_shown(value)} is not an exact decimal: {remedy}")


def write_decimal(number: Decimal) -> str:
    """All digits of the number, never an exponent."""
    return format(number, "f")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_passing: ContextVar[bool] = ContextVar("passing", default=False)


@contextmanager
def passing_on(passing: bool) -> Iterator[None]:  # noqa: FBT001 - as it is said at the calls
    """While the block runs, and `passing`, what is no day, moment or decimal comes through as it was given.

    For what is judged record by record afterwards: one bad date must not refuse all that was sent with it."""
    token = _passing.set(passing)
    try:
        yield
    finally:
        _passing.reset(token)


def _input(parse: Callable[[object], object]) -> Callable[[object], object]:
    def read(value: object) -> object:
        try:
            return parse(value)
        except ValueError:
            if _passing.get():
                return value
            raise

    return read


DAY = strawberry.scalar(
    name="Date",
    description="A calendar day in the program's time zone, written as YYYY-MM-DD.",
    specified_by_url="https://scalars.graphql.org/andimarek/local-date",
    serialize=date.isoformat,
    parse_value=_input(parse_day),
)
MOMENT = strawberry.scalar(
    name="DateTime",
    description="A moment (RFC 3339). Input needs a UTC offset; output is in UTC with six digits of fraction and a Z.",
    specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
    serialize=write_moment,
    parse_value=_input(parse_moment),
)
DECIMAL = strawberry.scalar(
    name="Decimal",
    description=(
        "An exact decimal, written as a string. Money always has two decimals, other numbers as many as they need."
        " Input is a string of at most 30 digits on each side of the point, or a whole number."
    ),
    specified_by_url="https://en.wikipedia.org/wiki/Decimal#Decimal_notation",
    serialize=write_decimal,
    parse_value=_input(parse_decimal),
)
SCALARS: dict[object, ScalarDefinition] = {date: DAY, datetime: MOMENT, Decimal: DECIMAL}
