"""Credits: what a client adds to a partner's sums, and why."""

from datetime import date
from decimal import Decimal

import strawberry

from api.scalars import money
from api.sql import Row
from api.types.enums import CreditStatus


@strawberry.type(description="An amount of money.")
class Money:
    amount: Decimal = strawberry.field(description="In units of the currency, with two decimals.")
    currency_code: str = strawberry.field(description="ISO 4217.")


@strawberry.type(description="What one client adds to one of a partner's sums.")
class Credit:
    amount: Decimal = strawberry.field(description="In the program's currency; 0.00 unless COUNTED.")
    status: CreditStatus = strawberry.field(description="Why it counts or does not.")
    counts_until: date | None = strawberry.field(
        description="The last day on which it still counts if no further fact arrives; null unless COUNTED."
    )


@strawberry.type(description="Both credits of a client under a partner on one day.")
class ClientCredit:
    sold: Credit = strawberry.field(description="What it adds to the sold MRR.")
    managed: Credit = strawberry.field(description="What it adds to the managed MRR.")
    apps_used: int = strawberry.field(description="How many counted apps anyone used in its account within the window.")
    counts_in_median: bool = strawberry.field(description="Whether it adds a positive amount, and so is in the median.")
    as_of: date = strawberry.field(description="The day on which all this holds.")

    @classmethod
    def from_row(cls, row: Row) -> "ClientCredit":
        return cls(
            sold=_credit(row, "sold"),
            managed=_credit(row, "managed"),
            apps_used=row["apps_used"],
            counts_in_median=row["counts_in_median"],
            as_of=row["as_of"],
        )


def _credit(row: Row, kind: str) -> Credit:
    return Credit(
        amount=money(row[f"{kind}_amount"]),
        status=CreditStatus(row[f"{kind}_status"]),
        counts_until=row[f"{kind}_until"],
    )
