"""Credits: what a client adds to a partner's sums, and why."""

from datetime import date
from decimal import Decimal

import strawberry

from api.reading.declared import OF_PARENT, Amount, Currency, Many, Part, column, declared, stored
from api.reading.derived import NEWEST_DAY
from api.reading.sql import Sql
from api.types.employees import Employee
from api.types.enums import CreditStatus
from api.types.matched import (
    COUNTS_FROM,
    LAST_ACTIVE_ON,
    MATCHED_ACCESS,
    MATCHED_EMPLOYEE,
    MatchedAccess,
)

CREDIT = (
    "this_credit.sold_amount, this_credit.sold_status, this_credit.sold_until, this_credit.managed_amount,"
    " this_credit.managed_status, this_credit.managed_until, this_credit.apps_used, this_credit.counts_in_median,"
    f" this_credit.ways, this_credit.partner_id, this_credit.client_id, {NEWEST_DAY} AS as_of"
)
"""What a list of rows with their credits, `this_credit`, has of these: a ClientCredit is a part of it."""

# Of a row of credits, those of each way, and the parts of one of these. Amounts have two decimals at most.
_WAYS = Sql(
    "(SELECT place, way, status, round(amount, 2) AS amount, counts_until, parts, parent.as_of FROM ROWS FROM ("
    "jsonb_to_recordset(parent.ways) AS (way text, status text, amount numeric, counts_until date, parts jsonb)"
    ") WITH ORDINALITY AS own (way, status, amount, counts_until, parts, place))"
)
_PARTS = Sql(
    "(SELECT place, line, sold_on, round(reported, 2) AS reported, currency, rate, round(converted, 2) AS converted,"
    " round(amount, 2) AS amount, counts_until, parent.as_of"
    " FROM ROWS FROM (jsonb_to_recordset(parent.parts) AS (line text, sold_on date, reported numeric, currency text,"
    " rate numeric, converted numeric, amount numeric, counts_until date)"
    ") WITH ORDINALITY AS own (line, sold_on, reported, currency, rate, converted, amount, counts_until, place))"
)


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
    mrr: Money = declared("How much MRR that is; 0.00 unless COUNTED.", Amount("amount"))
    amount: Decimal = column(
        "In the program's currency; 0.00 unless COUNTED.", money=True, instead="`mrr` has the currency, too."
    )
    status: CreditStatus = column("Why it counts or does not.")
    counts_until: date | None = column(
        "The last day on which it still counts if no further fact arrives; null unless COUNTED.", source="until"
    )


@stored(scope=OF_PARENT)
@strawberry.type(description="One reported line's part of what a client adds in one way.")
class CreditPart:
    line: str | None = column(
        "The product line; null for all together, also where a sale of everything counts and the report says nothing."
    )
    sold_on: date | None = column("The day of the sale that it counts for; null where no sale makes it count.")
    reported: Money = declared(
        "What the report in force says, in its currency.", Amount("reported", "this.currency", "NULL::date")
    )
    rate: Decimal = column(
        "What one unit of that currency is worth in the program's by the edition's table, 1 for that one itself."
        " Rounded down, after twelve decimals or more, where it has no end."
    )
    converted: Money = declared("The amount in the program's currency.", Amount("converted"))
    mrr: Money = declared("What of it is the partner's, where several share it; else all of it.", Amount("amount"))
    counts_until: date = column("The last day on which it still counts if no further fact arrives.")


@stored(scope=OF_PARENT)
@strawberry.type(description="What one client adds in one of the ways in which its edition has clients count.")
class WayCredit:
    way: str = column("The key of the way: that of one of the edition's `credits`.")
    mrr: Money = declared("How much MRR that is; 0.00 unless COUNTED.", Amount("amount"))
    status: CreditStatus = column("Why it counts or does not.")
    counts_until: date | None = column(
        "The last day on which any of it still counts if no further fact arrives; null unless COUNTED."
    )
    parts: list[CreditPart] = declared(
        "The reported lines that it adds up, by product line; none unless COUNTED.",
        Many(Sql("true"), of_parent=True, source=_PARTS, order="this.place"),
    )


@strawberry.type(description="Both credits of a client under a partner on one day.")
class ClientCredit:
    sold: Credit = declared("What it adds to the sold MRR.", Part("sold_"))
    managed: Credit = declared("What it adds to the managed MRR.", Part("managed_"))
    apps_used: int = column("How many counted apps anyone used in its account within the window.")
    counts_in_median: bool = column("Whether it adds a positive amount, and so is in the median.")
    ways: list[WayCredit] = declared(
        "The same by the ways in which clients count, in the edition's order; `sold` and `managed` are sums of these."
        " Empty where those say all of it: there is one way of a kind, and the client adds one amount, for all product"
        " lines together, in the program's currency, that is shared with nobody.",
        Many(Sql("true"), of_parent=True, source=_WAYS, order="this.place"),
    )
    as_of: date = column("The day on which all this holds.")
    counts_from: date | None = declared(
        "Where it waits for a report, the day on which it will first count, if that report is known already; else null."
        " This, and what follows, is as the facts are now.",
        COUNTS_FROM,
    )
    matched_employee: Employee | None = declared(
        "Who makes the client count as managed, or comes nearest to it; null where nobody was ever given access.",
        MATCHED_EMPLOYEE,
    )
    matched_access: MatchedAccess | None = declared(
        "The access of that employee, and how far it comes.", MATCHED_ACCESS
    )
    last_active_on: date | None = declared(
        "When that employee was last active there, up to the day; null if not within the time that is looked at.",
        LAST_ACTIVE_ON,
    )
