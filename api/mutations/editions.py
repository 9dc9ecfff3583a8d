"""The life of an edition over GraphQL, by the functions that `tierline editions` calls."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import strawberry
from strawberry import UNSET

from api.auth.context import Info
from api.auth.scope import require_operator
from api.mutations.edition_payloads import (
    CheckEditionPayload,
    DecidedAnewSpans,
    EditionPayload,
    PublishEditionPayload,
    errors_of,
)
from api.mutations.refusing import Refused, mutation, refused_as
from api.reading.ids import decode_id
from engine.editions import (
    Act,
    Published,
    draft,
    examine,
    publish,
    publish_draft,
    read_edition,
    refuse_reason,
    withdraw,
)
from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.database import acquire, transaction
from tiers.editions.edition import Edition

TEXT = "text"  # what messages call it, where the command line names a file


@strawberry.input(description="The input of `draftEdition`.")
class DraftEditionInput:
    """An edition to keep."""

    text: str = strawberry.field(description="An edition file (TOML), of at most 65,536 bytes.")


@strawberry.input(description="The input of `checkEdition`.")
class CheckEditionInput:
    """An edition to look at."""

    text: str = strawberry.field(description="An edition file (TOML), of at most 65,536 bytes.")
    backdate: bool = strawberry.field(default=False, description="As if it were published with `backdate`.")


@strawberry.input(description="The input of `publishEdition`. Give exactly one of `text` and `editionId`.")
class PublishEditionInput:
    """An edition to publish."""

    text: str | None = strawberry.field(default=UNSET, description="An edition file (TOML), of at most 65,536 bytes.")
    edition_id: strawberry.ID | None = strawberry.field(default=UNSET, description="The id of a draft.")
    backdate: bool = strawberry.field(
        default=False, description="Allow a first day that has been computed or decided; with a reason."
    )
    reason: str | None = strawberry.field(
        default=UNSET, description="Why, with `backdate`: it is kept with the edition; at most 1,000 characters."
    )


@strawberry.input(description="The input of `withdrawEdition`.")
class WithdrawEditionInput:
    """A draft."""

    edition_id: strawberry.ID = strawberry.field(description="The id of a draft.")


async def draft_edition(
    info: Info, wanted: Annotated[DraftEditionInput, strawberry.argument(name="input", description="The edition.")]
) -> EditionPayload:
    """Keeps an edition as a draft."""
    require_operator(info)
    edition = await _read(wanted.text)
    if isinstance(edition, list):
        return EditionPayload.refused(edition)
    async with info.context.work.turn(), transaction() as connection:
        outcome = await draft(connection, edition, wanted.text, _act(info))
    return (
        EditionPayload.refused(outcome) if isinstance(outcome, list) else EditionPayload(row=outcome.id, user_errors=[])
    )


async def check_edition(
    info: Info, wanted: Annotated[CheckEditionInput, strawberry.argument(name="input", description="The edition.")]
) -> CheckEditionPayload:
    """Tells all that keeps an edition from being published, and changes nothing."""
    require_operator(info)
    edition = await _read(wanted.text)
    if isinstance(edition, list):
        return CheckEditionPayload.refused(edition)
    async with info.context.work.turn(), acquire() as connection:
        examined = await examine(connection, edition, info.context.clock(), backdate=wanted.backdate)
    return CheckEditionPayload(
        decided_anew=DecidedAnewSpans.of(examined.anew),
        warnings=list(examined.warnings),
        not_applied=list(examined.not_applied),
        user_errors=errors_of(examined.refusals),
    )


async def publish_edition(
    info: Info, wanted: Annotated[PublishEditionInput, strawberry.argument(name="input", description="The edition.")]
) -> PublishEditionPayload:
    """Publishes an edition, or a draft."""
    require_operator(info)
    text, of_draft = wanted.text or None, wanted.edition_id or None
    if (text is None) == (of_draft is None):
        raise Refused(Refusal(RefusalCode.ONE_OF_TWO, "text, editionId: give exactly one of the two", ()))
    reason = wanted.reason if isinstance(wanted.reason, str) else None
    if refused := refuse_reason(reason, backdate=wanted.backdate):
        return PublishEditionPayload.refused(refused)
    outcome = await (_publish_text(info, text, reason) if text else _publish_draft(info, of_draft or "", reason))
    if isinstance(outcome, list):
        return PublishEditionPayload.refused(outcome)
    async with info.context.work.turn(), acquire() as connection:
        await info.context.rules.renew(connection)  # other processes look once a second
    anew = DecidedAnewSpans.of(outcome.anew)
    return PublishEditionPayload(
        row=outcome.row.id,
        already_published=outcome.already,
        decided_anew=anew,
        warnings=list(outcome.warnings),
        not_applied=list(outcome.not_applied),
        user_errors=[],
    )


async def withdraw_edition(
    info: Info, wanted: Annotated[WithdrawEditionInput, strawberry.argument(name="input", description="The draft.")]
) -> EditionPayload:
    """Takes a draft back."""
    require_operator(info)
    program, key = _decode(wanted.edition_id)
    async with info.context.work.turn(), transaction() as connection:
        outcome = await withdraw(connection, program, key, _act(info))
    return (
        EditionPayload.refused(_by_id(outcome))
        if isinstance(outcome, list)
        else EditionPayload(row=outcome.id, user_errors=[])
    )


async def _publish_text(info: Info, text: str, reason: str | None) -> Published | list[Refusal]:
    edition = await _read(text)
    if isinstance(edition, list):
        return edition
    async with info.context.work.turn(), transaction() as connection:
        return await publish(connection, edition, text, _act(info), backdate=reason)


async def _publish_draft(info: Info, of_draft: str, reason: str | None) -> Published | list[Refusal]:
    program, key = _decode(of_draft)
    async with info.context.work.turn(), transaction() as connection:
        outcome = await publish_draft(connection, program, key, _act(info), backdate=reason)
    return _by_id(outcome) if isinstance(outcome, list) else outcome


def _decode(edition_id: str) -> tuple[str, str]:
    """The program and the key of an edition."""
    with refused_as(RefusalCode.INVALID_ID, "editionId"):
        program, key = decode_id(edition_id, "Edition").values
    return program, key


async def _read(text: str) -> Edition | list[Refusal]:
    """In a thread: a long text takes a while."""
    return await asyncio.to_thread(read_edition, text, TEXT)


def _act(info: Info) -> Act:
    return Act(info.context.principal.subject, info.context.clock())


def _by_id(refusals: Sequence[Refusal]) -> list[Refusal]:
    """The refusals of who has given an id, and neither a text nor a key."""
    return [replace(one, path=("editionId",)) if one.path in ((TEXT,), ("key",)) else one for one in refusals]


@strawberry.type
class EditionMutations:
    """The mutations about the life of editions."""

    draft_edition: EditionPayload | None = mutation(
        draft_edition,
        "Keeps an edition as a draft, by which nothing is decided; a draft of the same key becomes it. For operator.",
    )
    check_edition: CheckEditionPayload | None = mutation(
        check_edition,
        "Tells everything that keeps an edition from being published, all at once; it changes nothing. For operator.",
    )
    publish_edition: PublishEditionPayload | None = mutation(
        publish_edition,
        "Publishes an edition: from its first day on everything is decided by it. It never changes"
        " afterwards. Publishing the same again changes nothing. For operator.",
    )
    withdraw_edition: EditionPayload | None = mutation(
        withdraw_edition,
        "Takes a draft back, whose key is free then. A published edition stays. For operator.",
    )
