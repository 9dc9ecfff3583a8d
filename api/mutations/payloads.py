"""What mutations answer. A refusal that a caller can expect is data."""

from collections.abc import Iterable

import strawberry

from api.auth.context import Info
from api.execution.framework import Answer
from api.mutations.codes import UserErrorCode
from api.reading.reads import read_one
from api.reading.sql import Sql
from api.types.jobs import RecomputeJob
from api.types.resolved import resolved
from jobs.requests import Refusal


@strawberry.type(description="Why a mutation changed nothing, or less than was asked for.")
class UserError:
    """A refusal."""

    message: str = strawberry.field(description="For people: what is wrong, and what would be right.")
    code: UserErrorCode = strawberry.field(description="For programs: what is wrong.")
    path: list[str] = strawberry.field(
        description="The field of `input` that it is about; empty where it is none, or several."
    )

    @classmethod
    def of(cls, refusal: Refusal) -> "UserError":
        """The refusal as the schema has it."""
        return cls(message=refusal.message, code=refusal.code, path=list(refusal.path))


@strawberry.type(description="A record that was not loaded. The others were.")
class RejectedRecord:
    """Why a record was not loaded, as `intake` says it."""

    index: int = strawberry.field(description="The record's place in the list, from 0.")
    field: str | None = strawberry.field(description="The field at fault, where there is one.")
    reason: str = strawberry.field(description="What is wrong with it.")
    confirmable: bool = strawberry.field(
        description="Nothing is wrong with it but that it has less than half of what the report before it had: sent"
        " once more by an operator with `confirmReports: true`, it is loaded as it is."
    )


@strawberry.type(description="A record that is unchanged, and may have been meant to change something.")
class IngestWarning:
    """What is odd about a record, as `intake` says it."""

    index: int = strawberry.field(description="The record's place in the list, from 0.")
    field: str | None = strawberry.field(description="The field that it is about, where there is one.")
    reason: str = strawberry.field(description="What is odd about it.")


@strawberry.type(description="What became of the records. Those accepted, unchanged and rejected add up to all.")
class IngestPayload:
    """The answer of `recordActivity` and `importFacts`."""

    accepted: int = strawberry.field(description="Records that changed something.")
    unchanged: int = strawberry.field(description="Valid records that said nothing new.")
    rejected: list[RejectedRecord] = strawberry.field(description="Records that were not loaded, and why.")
    warnings: list[IngestWarning] = strawberry.field(
        description="Records that are unchanged although they say, or may say, something new: activity whose id was"
        " seen before with other content; for role ingest, records of reports that are closed."
    )
    user_errors: list[UserError] = strawberry.field(description="Why nothing was loaded at all; empty otherwise.")

    @classmethod
    def refused(cls, refusals: Iterable[Refusal]) -> "IngestPayload":
        """The payload of refusals: nothing was loaded."""
        errors = [UserError.of(refusal) for refusal in refusals]
        return cls(accepted=0, unchanged=0, rejected=[], warnings=[], user_errors=errors)


@strawberry.type(description="The job that was asked for, or why there is none.")
class RecomputePayload:
    """The answer of the mutations about recompute jobs."""

    job_id: strawberry.Private[int | None]
    user_errors: list[UserError] = strawberry.field(description="Why nothing changed; empty otherwise.")

    @resolved("The job as it is now; null when refused.", RecomputeJob | None)
    async def job(self, info: Info) -> Answer | None:
        key = self.job_id
        return None if key is None else await read_one(info, "RecomputeJob", Sql("this.id = {}::bigint", (key,)))

    @classmethod
    def refused(cls, refusals: Iterable[Refusal]) -> "RecomputePayload":
        """The payload of refusals: nothing was changed."""
        return cls(job_id=None, user_errors=[UserError.of(refusal) for refusal in refusals])
