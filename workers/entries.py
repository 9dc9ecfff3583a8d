"""What a worker does with a job, by its kind."""

from collections.abc import Callable, Coroutine, Mapping

from jobs.claims import Claim
from jobs.kinds import RecomputeKind
from workers.dry_runs import try_edition
from workers.foreseeing import foresee_decisions
from workers.helper import Helper
from workers.steps import recompute

Entry = Callable[[Claim, Helper], Coroutine[None, None, None]]
"""Does the job that was claimed, but for the steps that are done, and makes it SUCCEEDED with what it writes last.

Whatever it writes, it writes with `jobs.claims.advance`, `note_progress` or `succeed` in the same transaction. Raises
what these raise, and NoEditionInForce, NotDecidable, UnknownCurrencyError, ActivityDropped or DryRunGone for what
cannot be done."""

ENTRIES: Mapping[RecomputeKind, Entry] = {
    RecomputeKind.ACTIVITY: recompute,
    RecomputeKind.TIERS: recompute,
    RecomputeKind.FORECAST: foresee_decisions,
    RecomputeKind.DRY_RUN: try_edition,
}
