"""Loading facts over GraphQL, by the code that loads files."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from api.auth.context import Info
from api.auth.principals import Role
from api.execution.errors import Forbidden
from api.execution.framework import to_camel_case
from api.mutations.inputs import ACTIVITY_INPUT, ImportFactsInput, RecordActivityInput
from api.mutations.payloads import IngestPayload, IngestWarning, RejectedRecord
from api.mutations.refusing import Refused, mutation
from api.mutations.unfit import find_malformed, record_of, refusal_of
from intake.load import load_records
from intake.rejections import Notice, Rejection
from intake.terms import Confirmation, Terms
from intake.types.activity import ACTIVITY
from jobs.refusals import RefusalCode
from jobs.requests import Refusal

MAX_RECORDS = 1000
LOADERS = frozenset({Role.OPERATOR, Role.INGEST})

Record = dict[str, object]


async def record_activity(
    info: Info, activity: Annotated[RecordActivityInput, strawberry.argument(name="input", description="The events.")]
) -> IngestPayload:
    """Loads activity events."""
    return await _load(info, "events", activity.events)


async def import_facts(
    info: Info,
    facts: Annotated[ImportFactsInput, strawberry.argument(name="input", description="The records.")],
    *,
    confirm_reports: Annotated[
        bool,
        strawberry.argument(
            description="Take MRR reports also if they have less than half of the clients, or of the MRR, of the ones"
            " before. For operator."
        ),
    ] = False,
) -> IngestPayload:
    """Loads records of the other types."""
    return await _load(info, "records", facts.records, confirm_reports=confirm_reports)


async def _load(info: Info, argument: str, given: Sequence[object], *, confirm_reports: bool = False) -> IngestPayload:
    who = info.context.principal
    if who.role not in LOADERS:
        raise Forbidden("only a token of role operator or ingest may load facts")
    if confirm_reports and who.role is not Role.OPERATOR:
        raise Forbidden(f"only operators may confirm reports, and the token's role is {who.role}: omit confirmReports")
    if len(given) > MAX_RECORDS:
        message = f"{len(given)} records are too many at once; send at most {MAX_RECORDS}"
        raise Refused(Refusal(RefusalCode.TOO_MANY_RECORDS, message, (argument,)))
    rules = info.context.rules
    confirmation = Confirmation(who.subject, info.context.clock()) if confirm_reports else None
    terms = Terms(rules.currencies, rules.zone, confirmation, discreet=who.role is not Role.OPERATOR)
    unfit = {index: found for index, item in enumerate(given) if (found := find_malformed(item)) is not None}
    records = [record_of(unfit[index]) if index in unfit else as_record(item) for index, item in enumerate(given)]
    refusals = {index: refusal_of(one) for index, one in unfit.items()}
    async with info.context.work.turn():
        summary, rejections, warnings = await load_records(records, terms, refusals)
    return IngestPayload(
        accepted=summary.accepted,
        unchanged=summary.unchanged,
        rejected=rejected_of(rejections),
        warnings=[IngestWarning(**members_of_notice(one)) for one in warnings],
        user_errors=[],
    )


def rejected_of(rejections: Iterable[Rejection]) -> list[RejectedRecord]:
    """The rejections as the schema has them."""
    return [RejectedRecord(**members_of_notice(one), confirmable=one.confirmable) for one in rejections]


def members_of_notice(notice: Notice) -> dict[str, Any]:
    """What is said of a record, as its types here have it."""
    return {"index": notice.number, "field": notice.field and to_camel_case(notice.field), "reason": notice.reason}


def as_record(given: object) -> Record:
    """The import format's record, of any input type: its keys are the input's names before they became camelCase."""
    if isinstance(given, ACTIVITY_INPUT):
        return _members(given) | {"type": ACTIVITY.name}
    ((kind, fact),) = _members(given).items()  # @oneOf: exactly one
    return _members(fact) | {"type": kind}


def _members(given: object) -> Record:
    values = ((member.name, getattr(given, member.name)) for member in fields(given))  # type: ignore[arg-type]
    return {name: f"{value:f}" if isinstance(value, Decimal) else value for name, value in values if value is not UNSET}


@strawberry.type
class IngestMutations:
    """The mutations that load facts."""

    record_activity: IngestPayload | None = mutation(
        record_activity,
        "Loads up to 1,000 activity events. Bad ones are rejected, the others kept; an event whose id was"
        " seen before is skipped. For operator and ingest.",
    )
    import_facts: IngestPayload | None = mutation(
        import_facts,
        "Loads up to 1,000 records of the other types. Bad ones are rejected, the others kept; loading the"
        " same again changes nothing. A report is rejected with a record that may be a line of it, and unless confirmed"
        " if it has less than half of what the one before had. For operator and ingest.",
    )
