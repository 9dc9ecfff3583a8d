"""Credits: what a client adds to a partner's sums, and why."""

from datetime import date
from decimal import Decimal

import strawberry

from api.reading.declared import Currency, Part, column, declared, stored
from api.types.enums import CreditStatus


@stored(
    scope="EXISTS (SELECT FROM client_credit k WHERE k.client_id = parent.id AND k.partner_id = {viewer}::bigint"
    " AND 'COUNTED' IN (k.sold_status, k.managed_status))"
)
@strawberry.type(description="An amount of money.")
class Money:
    amount: Decimal = column("In units of the currency, with two decimals.", money=True)
    currency_code: str = declared("ISO 4217.", Currency("this.currency", "this.day"))


@strawberry.type(description="What one client adds to one of a partner's sums.")
class Credit:
    amount: Decimal = column("In the program's currency; 0.00 unless COUNTED.", money=True)
    status: CreditStatus = column("Why it counts or does not.")
    counts_until: date | None = column(
        "The last day on which it still counts if no further fact arrives; null unless COUNTED.", source="until"
    )


@strawberry.type(description="Both credits of a client under a partner on one day.")
class ClientCredit:
    sold: Credit = declared("What it adds to the sold MRR.", Part("sold_"))
    managed: Credit = declared("What it adds to the managed MRR.", Part("managed_"))
    apps_used: int = column("How many counted apps anyone used in its account within the window.")
    counts_in_median: bool = column("Whether it adds a positive amount, and so is in the median.")
    as_of: date = column("The day on which all this holds.")
