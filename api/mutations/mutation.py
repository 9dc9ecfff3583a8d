"""The mutation root."""

import strawberry

from api.mutations.dry_runs import DryRunMutations
from api.mutations.editions import EditionMutations
from api.mutations.ingest import IngestMutations
from api.mutations.job_requests import JobMutations

JUDGING = frozenset(
    {
        *("cancelRecompute", "recomputeActivity", "recomputeTiers", "retryRecompute"),
        *("importFacts", "recordActivity"),
        *("checkEdition", "draftEdition", "publishEdition", "withdrawEdition", "dryRun"),
    }
)
"""Those that are given what is no day, moment or decimal as it was sent, and say so in their payloads."""


@strawberry.type(description="What can be changed: facts are loaded, recomputes are asked for, editions are published.")
class Mutation(JobMutations, IngestMutations, EditionMutations, DryRunMutations):
    """All mutations. Each takes an `input` and answers expected refusals as `userErrors`.

    One that is not allowed is null, so that what those beside it have done is told all the same."""
