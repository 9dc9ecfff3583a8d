"""The mutation root."""

import strawberry

from api.mutations.dry_runs import DryRunMutations
from api.mutations.editions import EditionMutations
from api.mutations.ingest import IngestMutations
from api.mutations.job_requests import JobMutations


@strawberry.type(description="What can be changed: facts are loaded, recomputes are asked for, editions are published.")
class Mutation(JobMutations, IngestMutations, EditionMutations, DryRunMutations):
    """All mutations. Each takes an `input` and answers expected refusals as `userErrors`.

    One that is not allowed is null, so that what those beside it have done is told all the same."""
