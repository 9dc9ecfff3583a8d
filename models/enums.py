"""The states that rows have, apart from the models, so that SQL can be asked without Tortoise; and who sees them."""

from enum import StrEnum


class RecomputeStatus(StrEnum):
    """FAILED comes after the last attempt; SUCCEEDED, FAILED and CANCELLED are final."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


FINAL = frozenset({RecomputeStatus.SUCCEEDED, RecomputeStatus.FAILED, RecomputeStatus.CANCELLED})


class Audience(StrEnum):
    """Who may ask for, or see, something. PARTNERS: operators, and each partner what is its own."""

    OPERATORS = "OPERATORS"
    PARTNERS = "PARTNERS"


class EditionStatus(StrEnum):
    """DRAFT can be written anew, PUBLISHED and WITHDRAWN are final: withdrawn is what was never in force."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
