"""Lists to page through, and a portfolio in which much is equal or missing."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tests.api.reading import LAST_CLOSED, Reader
from tests.api.rows import (
    add,
    add_computed_day,
    add_decision,
    add_partner,
    add_standing,
)

PARTNERS = """
query ($first: Int, $after: String, $last: Int, $before: String, $filter: PartnerFilter, $orderBy: PartnerOrder,
  $search: String) {
  page: partners(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy,
    search: $search) {
    totalCount
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
CLIENTS = """
query ($first: Int, $after: String, $last: Int, $before: String, $filter: ClientFilter, $orderBy: ClientOrder,
  $search: String) {
  page: clients(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy,
    search: $search) {
    totalCount
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


def encode_cursor(identity: str, position: Sequence[object]) -> str:
    """The cursor of the edge whose sort key is `position`, in the list and order that `identity` names."""
    text = json.dumps([identity, *position], default=_written, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode(errors="surrogatepass")).decode().rstrip("=")


def _written(value: object) -> str:
    """Numbers without an exponent, as PostgreSQL has them."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def names(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["externalId"] for edge in page["edges"]]


async def page(reader: Reader, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(PARTNERS, variables))["page"]
    return found


async def expect_pages(read: Callable[..., Awaitable[dict[str, Any]]], expected: list[str], *sizes: int) -> None:
    """That pages of each of the sizes give the whole list, from either end, and say what lies around them."""
    total = len(expected)
    for size in sizes:
        forward: list[str] = []
        backward: list[str] = []
        after = before = None
        for begin in range(0, total, size):
            part = await read(first=size, after=after)
            forward += names(part)
            after = part["pageInfo"]["endCursor"]
            assert part["pageInfo"]["hasPreviousPage"] is (begin > 0)
            assert part["pageInfo"]["hasNextPage"] is (begin + size < total)
            part = await read(last=size, before=before)
            backward = names(part) + backward
            before = part["pageInfo"]["startCursor"]
            assert part["pageInfo"]["hasNextPage"] is (begin > 0)
            assert part["pageInfo"]["hasPreviousPage"] is (begin + size < total)
        assert forward == backward == expected


async def add_mixed_partners() -> None:
    """Partners with equal names, days and amounts, and some without a tier or a standing. They come last one first."""
    await add_computed_day(LAST_CLOSED)
    partners = enumerate(
        [
            ("Same", date(2018, 6, 1), "GOLD", "50.00"),
            ("Same", date(2018, 6, 1), None, "7.00"),
            ("other", date(2018, 7, 1), "SILVER", None),
            ("Ärger", date(2018, 5, 1), "SILVER", "0.00"),
            ("Same", date(2018, 7, 1), None, None),
            ("Last", date(2018, 8, 1), "GOLD", "50.00"),
            ("Bare", date(2018, 6, 1), "none", "1000000000000.00"),
        ],
        1,
    )
    countries = {3: "DE", 5: "AT", 6: "DE"}
    certified = {1: date(2019, 6, 30), 2: date(2019, 12, 31), 4: date(2019, 7, 1), 7: date(2019, 12, 31)}  # one no more
    for number, (name, joined, tier, amount) in reversed(list(partners)):
        key = await add_partner(f"P-{number}", name=name, joined_on=joined, country=countries.get(number))
        if number in certified:
            await add("certification", partner_id=key, valid_from=joined, valid_until=certified[number])
        if tier != "none":
            await add_decision(key, date(2019, 6, 15), tier)
        if amount is not None:
            numbers = {"sold_mrr": Decimal(amount), "managed_mrr": Decimal(amount)}
            await add_standing(key, LAST_CLOSED, **numbers)


ORDERS = {
    "NAME": ["P-4", "P-7", "P-6", "P-3", "P-1", "P-2", "P-5"],
    "JOINED_ON": ["P-4", "P-1", "P-2", "P-7", "P-3", "P-5", "P-6"],
    "TIER": ["P-2", "P-5", "P-7", "P-3", "P-4", "P-1", "P-6"],
    "SOLD_MRR": ["P-3", "P-5", "P-4", "P-2", "P-1", "P-6", "P-7"],
    "MANAGED_MRR": ["P-3", "P-5", "P-4", "P-2", "P-1", "P-6", "P-7"],
    "EXTERNAL_ID": ["P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7"],
    "COUNTRY": ["P-1", "P-2", "P-4", "P-7", "P-5", "P-3", "P-6"],
    "CERTIFIED_UNTIL": ["P-1", "P-3", "P-5", "P-6", "P-4", "P-2", "P-7"],
}
