"""Whose access makes a client count under a partner, or comes nearest to it, as the engine has it."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import strawberry

from api.execution.limits.bounds import STATEMENT_TIMEOUT
from api.reading.declared import FromEngine, StoredRow
from api.reading.from_engine import Asking
from api.types.employees import Employee
from api.types.enums import CreditStatus
from engine.explanations import ExplainedPartner, explain_day
from tiers.matching import Match, nearest_match
from tiers.partner_explanation import ExplainedCredit, first_day_of_pending

Show = Callable[[ExplainedPartner, Collection[ExplainedCredit]], Any]


@strawberry.type(description="Whose access makes a client count as managed, or comes nearest to it.")
class MatchedAccess:
    employee: Employee | None = strawberry.field(description="The employee; null if it is not there any more.")
    status: CreditStatus = strawberry.field(
        description="How far it comes by itself: COUNTED also where the client's report is still waited for."
    )
    domain_matches: bool = strawberry.field(description="Whether its address is in one of the partner's domains.")
    email_domain: str = strawberry.field(
        description="What of its address is compared with the partner's domains, as it is compared: in UTS 46 form."
    )
    partner_domains: list[str] = strawberry.field(
        description="What that is compared with: the partner's domains in the same form; at most 1,000."
    )
    granted_on: date = strawberry.field(description="The first day of the access.")
    ends_on: date | None = strawberry.field(
        description="The day from which there is none any more; null while none is known."
    )
    last_active_on: date | None = strawberry.field(
        description="When the employee was last active there, up to the day that is explained and before its accesses"
        " there ended; null if not within the time that is looked at. Activity under its address before it had any"
        " access there is only told where the client counts by it."
    )


async def look_at_day(asking: Asking, partner: int, day: date | None) -> ExplainedPartner | None:
    """What the engine says about a partner's day; None if it had not joined by then."""
    assert day is not None
    found = await explain_day(asking.connection, asking.rules, partner, day, STATEMENT_TIMEOUT)
    if found is not None:
        asking.looked("explain", len(found.explanation.credits))
    return found


def show_access(found: ExplainedPartner, match: Match) -> dict[str, Any]:
    """The access of a match, of the partner that was looked at."""
    access = match.access
    return {
        "employee": StoredRow(access.employee),
        "status": match.status,
        "domain_matches": access.domain_matches,
        "email_domain": found.employees[access.employee].domain,
        "partner_domains": found.domains,
        "granted_on": access.granted_on,
        "ends_on": access.ends_on,
        "last_active_on": match.last_active_on,
    }


def of_credits(show: Show) -> FromEngine:
    """What is shown of the credits of the row's client under the row's partner on the row's day, all ways together.

    None where the client does not appear there by the facts of now."""

    def show_client(found: ExplainedPartner | None, client: int | None) -> Any:  # noqa: ANN401 - any value of a field
        by_way = None if found is None or client is None else found.explanation.credits.get(client)
        return None if found is None or by_way is None else show(found, by_way.values())

    return FromEngine(look_at_day, "this.partner_id", "this.as_of", "this.client_id", show_client)


def of_match(show: Callable[[ExplainedPartner, Match], Any]) -> FromEngine:
    """The same of the access that comes furthest in any of the ways."""

    def show_nearest(found: ExplainedPartner, credits_: Collection[ExplainedCredit]) -> Any:  # noqa: ANN401
        match = nearest_match(one.match for one in credits_ if one.match is not None)
        return None if match is None else show(found, match)

    return of_credits(show_nearest)


COUNTS_FROM = of_credits(lambda _, credits_: first_day_of_pending(credits_))
MATCHED_EMPLOYEE = of_match(lambda _, match: StoredRow(match.access.employee))
MATCHED_ACCESS = of_match(show_access)
LAST_ACTIVE_ON = of_match(lambda _, match: match.last_active_on)
