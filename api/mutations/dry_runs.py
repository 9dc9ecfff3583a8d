"""Asking for a dry run. It is done by a job, which is cancelled and tried again as every other one is."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import strawberry
from strawberry import UNSET

from api.auth.context import Info
from api.auth.scope import require
from api.execution.framework import Answer
from api.mutations.edition_payloads import errors_of
from api.mutations.payloads import UserError
from api.mutations.refusing import Refused, mutation, read_day, refused_as
from api.reading.ids import decode_id
from api.reading.reads import read_one
from api.reading.sql import Sql
from api.types.dry_runs import DryRun
from api.types.resolved import resolved
from engine.dry_run_requests import MOST_DAYS, Days, newest_deciding_day, request_dry_run
from engine.editions import find_text, read_edition
from jobs.kinds import RecomputeKind
from jobs.refusals import RefusalCode
from jobs.requests import Job, Refusal, Request
from models.clock import bounded
from models.database import transaction
from telemetry.trace import request_id

TEXT = "text"


@strawberry.input(
    description="The input of `dryRun`. Give exactly one of `text` and `editionId`; and `on`, or `from` and `to`, or"
    " none of them for the newest day."
)
class DryRunInput:
    """An edition and days."""

    text: str | None = strawberry.field(default=UNSET, description="An edition file (TOML), of at most 65,536 bytes.")
    edition_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The id of a draft or of a published edition."
    )
    on: date | None = strawberry.field(
        default=UNSET, description="A day on which decisions take effect; the day before it has closed."
    )
    first_on: date | None = strawberry.field(
        name="from", default=UNSET, description=f"The first of at most {MOST_DAYS} such days."
    )
    last_on: date | None = strawberry.field(name="to", default=UNSET, description="The last one.")
    idempotency_key: str | None = strawberry.field(
        default=UNSET, description="Asking again with the same key gives the same dry run; 1 to 255 characters."
    )


@strawberry.type(description="The dry run that was asked for, or why there is none.")
class DryRunPayload:
    """The answer of `dryRun`."""

    number: strawberry.Private[int | None]
    user_errors: list[UserError] = strawberry.field(description="Why nothing changed; empty otherwise.")

    @resolved("The dry run, which is complete once its job has succeeded; null when refused.", DryRun | None)
    async def dry_run(self, info: Info) -> Answer | None:
        key = self.number
        return None if key is None else await read_one(info, "DryRun", Sql("this.id = {}::bigint", (key,)))

    @classmethod
    def refused(cls, refusals: Iterable[Refusal]) -> "DryRunPayload":
        """The payload of refusals: nothing was asked for."""
        return cls(number=None, user_errors=errors_of(list(refusals)))


async def dry_run(
    info: Info, wanted: Annotated[DryRunInput, strawberry.argument(name="input", description="What to try.")]
) -> DryRunPayload:
    """Asks what an edition would decide."""
    require(info, RecomputeKind.DRY_RUN.declared.asked_by)
    outcome = await _ask(info, wanted)
    if isinstance(outcome, list):
        return DryRunPayload.refused(outcome)
    await info.context.queue.run_soon(outcome.id, outcome.fence)
    await info.context.queue.hint()
    return DryRunPayload(number=outcome.id, user_errors=[])


async def _ask(info: Info, wanted: DryRunInput) -> Job | list[Refusal]:
    text, of_edition = wanted.text or None, wanted.edition_id or None
    given = (("on", wanted.on), ("from", wanted.first_on), ("to", wanted.last_on))
    on, first, last = (None if day in (None, UNSET) else read_day(name, day) for name, day in given)
    if (text is None) == (of_edition is None):
        raise Refused(Refusal(RefusalCode.ONE_OF_TWO, "text, editionId: give exactly one of the two", ()))
    if (first is None) != (last is None) or (on is not None and first is not None):
        message = "on, from, to: give `on` alone, or `from` and `to`, or none of them"
        raise Refused(Refusal(RefusalCode.INVALID_RANGE, message, ()))
    key = wanted.idempotency_key if isinstance(wanted.idempotency_key, str) else None
    request = Request(info.context.principal.subject, info.context.clock(), key, request_id=request_id())
    names = ("from", "to") if on is None else ("on", "on")
    found = text if text is not None else await _text_of(info, of_edition or "")
    if isinstance(found, list):
        return found
    edition = await asyncio.to_thread(read_edition, found, TEXT)  # a long text takes a while
    if isinstance(edition, list):
        return edition if text is not None else _by_id(edition)
    rules = info.context.rules
    async with info.context.work.turn(), transaction() as connection:
        newest = newest_deciding_day(rules.last_closed_day(await bounded(connection, request.requested_at)))
        days = Days(first or on or newest, last or on or newest, names)
        outcome = await request_dry_run(connection, rules, edition, found, days, request)
    return _by_id(outcome) if isinstance(outcome, list) and text is None else outcome


async def _text_of(info: Info, of_edition: str) -> str | list[Refusal]:
    with refused_as(RefusalCode.INVALID_ID, "editionId"):
        program, key = decode_id(of_edition, "Edition").values
    async with info.context.work.turn():
        found = await find_text(program, key)
    return _by_id(found) if isinstance(found, list) else found


def _by_id(refusals: Sequence[Refusal]) -> list[Refusal]:
    """The refusals of who has given an id, and neither a text nor a key."""
    return [replace(one, path=("editionId",)) if one.path in ((TEXT,), ("key",)) else one for one in refusals]


@strawberry.type
class DryRunMutations:
    """The mutation that asks for a dry run."""

    dry_run: DryRunPayload | None = mutation(
        dry_run,
        "Asks what an edition, published or not, would decide of the whole portfolio by the facts of now,"
        " beside the edition in force. Nothing of it takes effect. For operator.",
    )
