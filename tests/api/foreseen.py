"""Rows of what is foreseen, straight into the table."""

from datetime import date
from decimal import Decimal

from tests.api.reading import LAST_CLOSED
from tests.api.rows import Values, add


async def add_foreseen(partner: int, place: int = 1, **more: object) -> int:
    values: Values = {
        "program": "agency", "effective_on": date(2019, 6 + place, 15), "tier": "SILVER", "rank": 1,
        "edition": "2018-05", "change": "UNCHANGED", "falls_first": False, "mrr": Decimal("2400.00"),
        "foreseen_on": LAST_CLOSED, **more,
    }  # fmt: skip
    return await add("forecast", partner_id=partner, place=place, **values)


async def add_fall(partner: int, client: int, **more: object) -> int:
    return await add_foreseen(
        partner, 2, tier=None, rank=0, change="DEMOTED", falls_first=True, metric="SOLD_MRR", client_id=client,
        last_day=date(2019, 8, 3), **more,
    )  # fmt: skip
