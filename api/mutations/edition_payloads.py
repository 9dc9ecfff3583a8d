"""What the mutations about editions answer."""

from collections.abc import Sequence
from datetime import date
from typing import Self

import strawberry

from api.auth.context import Info
from api.execution.framework import Answer
from api.mutations.payloads import UserError
from api.reading.reads import read_one
from api.reading.sql import Sql
from api.types.programs import Edition
from api.types.resolved import resolved
from engine.editions import DecidedAnew
from jobs.requests import Refusal

MOST_ERRORS = 100


def errors_of(refusals: Sequence[Refusal]) -> list[UserError]:
    """The refusals as the schema has them; of very many the first, and how many more there are."""
    if len(refusals) <= MOST_ERRORS:
        return [UserError.of(refusal) for refusal in refusals]
    shown, rest = refusals[: MOST_ERRORS - 1], refusals[MOST_ERRORS - 1 :]
    more = Refusal(rest[0].code, f"and {len(rest):,} more: mend these first", rest[0].path)
    return [UserError.of(refusal) for refusal in (*shown, more)]


@strawberry.type(description="Days one after another.")
class DaySpan:
    first: date = strawberry.field(description="The first of them.")
    last: date = strawberry.field(description="The last of them.")

    @classmethod
    def of(cls, span: tuple[date, date] | None) -> Self | None:
        """None for no day."""
        return None if span is None else cls(first=span[0], last=span[1])


@strawberry.type(
    description="What recomputes would decide by another edition than it was decided by. Nothing is computed by itself."
)
class DecidedAnewSpans:
    days: DaySpan | None = strawberry.field(description="The computed days, for `recomputeActivity`; null for none.")
    decisions: DaySpan | None = strawberry.field(
        description="The days on which decisions took effect, for `recomputeTiers` of their months; null for none."
    )

    @classmethod
    def of(cls, anew: DecidedAnew) -> Self:
        """As the engine tells it."""
        return cls(days=DaySpan.of(anew.days), decisions=DaySpan.of(anew.decisions))


@strawberry.type
class _OfEdition:
    """A payload with the edition that something was done to."""

    row: strawberry.Private[int | None]
    user_errors: list[UserError] = strawberry.field(description="Why nothing changed; empty otherwise.")

    @resolved("The edition as it is now; null when refused.", Edition | None)
    async def edition(self, info: Info) -> Answer | None:
        key = self.row
        return None if key is None else await read_one(info, "Edition", Sql("this.id = {}::bigint", (key,)))


@strawberry.type(description="The draft that was kept or taken back, or why there is none.")
class EditionPayload(_OfEdition):
    """The answer of `draftEdition` and `withdrawEdition`."""

    @classmethod
    def refused(cls, refusals: Sequence[Refusal]) -> Self:
        """The payload of refusals: nothing was changed."""
        return cls(row=None, user_errors=errors_of(refusals))


WARNINGS = "What may be wrong with it and keeps it from nothing, such as a name that no fact has."
NOT_APPLIED = (
    "What of its policy is not applied yet, each with its place in the file: then standings are computed by it, and no"
    " tiers decided."
)


@strawberry.type(description="The edition that was published, or why none was.")
class PublishEditionPayload(_OfEdition):
    """The answer of `publishEdition`."""

    already_published: bool = strawberry.field(
        description="Whether it was published before, with the same content: nothing has changed."
    )
    decided_anew: DecidedAnewSpans | None = strawberry.field(
        description="What of the past it decides otherwise than it was decided; null when refused."
    )
    warnings: list[str] = strawberry.field(description=WARNINGS)
    not_applied: list[str] = strawberry.field(description=NOT_APPLIED)

    @classmethod
    def refused(cls, refusals: Sequence[Refusal]) -> Self:
        """The payload of refusals: nothing was changed."""
        return cls(
            row=None,
            already_published=False,
            decided_anew=None,
            warnings=[],
            not_applied=[],
            user_errors=errors_of(refusals),
        )


@strawberry.type(description="Whether an edition could be published as it is.")
class CheckEditionPayload:
    """The answer of `checkEdition`."""

    decided_anew: DecidedAnewSpans | None = strawberry.field(
        description="What of the past it would decide otherwise; null where the text is no edition."
    )
    warnings: list[str] = strawberry.field(description=WARNINGS)
    not_applied: list[str] = strawberry.field(description=NOT_APPLIED)
    user_errors: list[UserError] = strawberry.field(
        description="All that keeps it from being published; empty if nothing does."
        f" Of very many the first {MOST_ERRORS - 1}, and how many more there are."
    )

    @classmethod
    def refused(cls, refusals: Sequence[Refusal]) -> Self:
        """The payload of refusals: nothing could be looked at."""
        return cls(decided_anew=None, warnings=[], not_applied=[], user_errors=errors_of(refusals))
