"""What the fields of records take, by type: one name for each, with its bounds and its words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta


@dataclass(frozen=True, slots=True)
class Takes:
    """What a field takes, in words for whoever wrote something else.

    `column` is the type of its column where lines are staged, `value` what the JSON stands for."""

    words: str
    column: str = "text"
    value: Any = str


@dataclass(frozen=True, slots=True)
class Doc:
    """What a field says, and what null, or nothing, means. Other fields are in braces: each reader has its spelling."""

    text: str
    default: object = None


COUNTRY = Takes("an ISO 3166-1 alpha-2 country code")
MONTH = Takes("a month (YYYY-MM)", "date")
MOMENT = Takes("a moment with its UTC offset (RFC 3339), like 2018-05-02T09:30:00+02:00", "timestamptz", datetime)
_DECIMAL = 'a decimal text of at least 0 with at most {} digits before and 2 after the point, like "1200.50"'

Id = Annotated[str, Meta(min_length=1, max_length=255), Takes("a text of 1 to 255 characters")]
Name = Annotated[str, Meta(min_length=1, max_length=1000), Takes("a text of 1 to 1000 characters")]
Email = Annotated[str, Meta(min_length=1, max_length=320), Takes("an e-mail address of at most 320 characters")]
Domains = Annotated[list[str], Meta(max_length=1000), Takes("a list of at most 1000 domains", "text[]", list[str])]
Country = Annotated[str, COUNTRY]
Currency = Annotated[str, Takes("a currency code")]
Day = Annotated[date, Takes("a date (YYYY-MM-DD)", "date", date)]
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1), Takes("a whole number from 1 to 2147483647", "integer", int)]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1), Takes("a whole number from 0 to 2147483647", "integer", int)]
# \Z and [0-9] rather than $ and \d, which also take a line end and other scripts' digits.
Period = Annotated[str, Meta(pattern=r"^[0-9]{4}-(?:0[1-9]|1[0-2])\Z"), MONTH]
Amount = Annotated[
    str,
    Meta(pattern=r"^[0-9]{1,16}(?:\.[0-9]{1,2})?\Z"),
    Takes(_DECIMAL.format(16), "numeric(18, 2)", Decimal),
]
Total = Annotated[  # of 2**31 amounts
    str, Meta(pattern=r"^[0-9]{1,26}(?:\.[0-9]{1,2})?\Z"), Takes(_DECIMAL.format(26), "numeric", Decimal)
]
Number = Annotated[
    str,
    Meta(pattern=r"^-?[0-9]{1,16}(?:\.[0-9]{1,6})?\Z"),
    Takes(
        'a decimal text with at most 16 digits before and 6 after the point, like "-12.5"', "numeric(22, 6)", Decimal
    ),
]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,30})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
    ),
    MOMENT,
]
