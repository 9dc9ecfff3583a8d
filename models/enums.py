"""The kinds and states that rows have. They are apart from the models, so that SQL can be asked without Tortoise."""

from enum import StrEnum


class RecomputeKind(StrEnum):
    """ACTIVITY: standings of a range of days. TIERS: the decisions of a month."""

    ACTIVITY = "ACTIVITY"
    TIERS = "TIERS"


class RecomputeStatus(StrEnum):
    """FAILED comes after the last attempt; SUCCEEDED, FAILED and CANCELLED are final."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


FINAL = frozenset({RecomputeStatus.SUCCEEDED, RecomputeStatus.FAILED, RecomputeStatus.CANCELLED})


class EventKind(StrEnum):
    """What an event tells: a decision that changes a tier, a partner's newest standing, a recompute job's state."""

    TIER_CHANGED = "TIER_CHANGED"
    STANDING_CHANGED = "STANDING_CHANGED"
    JOB_CHANGED = "JOB_CHANGED"
