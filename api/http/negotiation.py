"""Which media type an answer has, by what the caller accepts, and the status that goes with it."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from starlette.types import Scope

from api.execution.errors import INTERNAL, NOT_READY, TIMEOUT
from api.http.sent_headers import header_of

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
# The first is for callers that do not say, or do not mind.
OFFERED = (JSON, GRAPHQL_RESPONSE)

# For a document, operation or variables that cannot be executed. The newest draft of GraphQL over HTTP has 422 for
# them, the audit of the npm package `graphql-http` still asks for 400:
# docs/decisions/0012-statuses-by-media-type.md.
REQUEST_ERROR_STATUS = 400
# In either media type. What took too long has begun, so it must not look like a document that cannot be executed.
OUR_FAILURES = {INTERNAL: 500, NOT_READY: 503, TIMEOUT: 504}

LONGEST_ACCEPT = 1000  # characters; browsers send some 150
QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
Rank = tuple[float, int, int]


def accepts_page(scope: Scope) -> bool:
    """Whether a browser asks for a page, not a program for an answer."""
    return "text/html" in (header_of(scope, b"accept") or "")


@lru_cache(maxsize=256)
def takes_gzip(accept: str | None) -> bool:
    """Whether this Accept-Encoding header allows gzip, and does not like an answer better as it is.

    One of more than LONGEST_ACCEPT characters is not read, and allows none."""
    if accept is None or len(accept) > LONGEST_ACCEPT:
        return False
    given = dict(_read_ranges(accept))
    quality = given.get("gzip", given.get("*", 0.0))
    return quality > 0 and quality >= given.get("identity", 0.0)


def choose_media_type(accept: str | None) -> str | None:
    """The offered media type that this Accept header likes best; None if it takes none of them.

    One of more than LONGEST_ACCEPT characters is not read, and gets None. The most precise range that covers a type
    gives its quality (RFC 9110, 12.5.1). Of equal qualities the type that is named more precisely wins, then the one
    that is named first."""
    if accept is None or not accept.strip():
        return JSON
    return _choose(accept) if len(accept) <= LONGEST_ACCEPT else None


@lru_cache(maxsize=256)
def _choose(accept: str) -> str | None:
    ranges = list(_read_ranges(accept))
    ranked = {offered: rank for offered in OFFERED if (rank := _rank(offered, ranges))[0] > 0}
    return max(ranked, key=ranked.__getitem__, default=None)


def media_type_header(accept: str | None) -> str:
    """The Content-Type of what is answered to this Accept header, also when that is that it cannot be met."""
    return f"{choose_media_type(accept) or JSON}; charset=utf-8"


def status_of(result: Mapping[str, object], content_type: str) -> int:
    """The HTTP status of a GraphQL result: 200 for all that has data, be it null.

    With application/json a well-formed request is answered with 200 also when its document is not: that media type is
    also what gateways send, so callers read errors there, not statuses. Only our own failures show in it."""
    if "data" in result:
        return 200
    errors = result.get("errors")
    codes = [error.get("extensions", {}).get("code") for error in errors] if isinstance(errors, list) else []
    if ours := [OUR_FAILURES[code] for code in codes if code in OUR_FAILURES]:
        return ours[0]
    return REQUEST_ERROR_STATUS if content_type.startswith(GRAPHQL_RESPONSE) else 200


def _rank(offered: str, ranges: list[tuple[str, float]]) -> Rank:
    """Its quality, how precisely it is named (0 to 2), and how early (0 for the first range, then negative)."""
    names = ("*/*", f"{offered.partition('/')[0]}/*", offered)
    covering = [(names.index(name), -place, quality) for place, (name, quality) in enumerate(ranges) if name in names]
    precision, place, quality = max(covering, default=(0, 0, 0.0))
    return quality, precision, place


def _read_ranges(accept: str) -> Iterator[tuple[str, float]]:
    """The ranges of such a header with their qualities; without those that cannot be read or want another charset."""
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        given = dict(parameter.partition("=")[::2] for parameter in parameters)
        quality = given.get("q", "1")
        if QUALITY.fullmatch(quality) and given.get("charset", "utf-8").strip('"') == "utf-8":
            yield name, float(quality)
