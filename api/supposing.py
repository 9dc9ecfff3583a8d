"""What would be if some facts were: how `Query.whatIf` asks the engine."""

from collections.abc import Sequence
from datetime import date

import strawberry

from api.auth.context import Info
from api.auth.principals import Role
from api.auth.scope import only_partner
from api.execution.errors import BadInput
from api.execution.limits.bounds import STATEMENT_TIMEOUT
from api.mutations.ingest import as_record
from api.mutations.inputs import SUPPOSED_INPUT
from api.reading.filters import plain
from api.reading.ids import decode_id
from api.types.enums import Assumption
from api.types.what_if import WhatIf
from engine.forecasts import MOST_DECISIONS
from engine.what_if import MOST_FACTS, Supposed, what_if
from intake.load import lines_of
from intake.terms import Confirmation, Terms
from models.database import acquire
from models.retention import ActivityDropped
from tiers.errors import NoEditionInForce
from tiers.periods import decision_day
from tiers.schedule import coming_months

SUPPOSED_FACTS = strawberry.argument(
    description=f"At most {MOST_FACTS:,}, in any order; of those with the same key the last one holds.",
    graphql_type=list[SUPPOSED_INPUT],  # type: ignore[valid-type]  # a type that is made at run time
)


async def suppose(
    info: Info, partner: str, as_of: date | None, facts: Sequence[object], assume: Assumption, *, confirm_reports: bool
) -> WhatIf | None:
    """What the partner would be; None if there is none that is visible. Raises BadInput."""
    context = info.context
    rules = context.rules
    last_closed = rules.last_closed_day(context.clock())
    day = as_of or last_closed
    if day > (latest := decision_day(coming_months(last_closed, MOST_DECISIONS)[-1])):
        raise BadInput(f"asOf: {day} is too far ahead; the last day that can be foreseen is {latest}")
    if len(facts) > MOST_FACTS:
        raise BadInput(f"facts: {len(facts)} are too many at once; give at most {MOST_FACTS}")
    context.work.ask(1)
    who = context.principal
    own = who.role is Role.PARTNER
    confirmation = Confirmation(who.subject, context.clock()) if confirm_reports else None
    terms = Terms(rules.currencies, rules.zone, confirmation, discreet=own)
    supposed = Supposed(lines_of([as_record(fact) for fact in facts]), terms)
    async with context.work.turn(), acquire() as connection:
        row = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", _external_id(partner))
        if row is None or only_partner(info) not in (None, row):
            return None
        try:
            edition = rules.in_force(day)
            found = await what_if(
                connection, rules, row, day, last_closed, supposed, own=own, assumption=assume, limit=STATEMENT_TIMEOUT
            )
        except (NoEditionInForce, ActivityDropped) as error:
            raise BadInput(str(error)) from error
    context.work.pay_for_looking("whatIf", found.looked_at)
    return WhatIf.of(edition, found)


def _external_id(text: str) -> str:
    """The external id of a partner, given as that or as its id."""
    try:
        (name,) = decode_id(text, "Partner").values
    except BadInput:
        return plain("partner", text)
    return str(name)
