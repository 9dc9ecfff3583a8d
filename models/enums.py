"""States and kinds of rows, apart from the models, so that SQL can be asked without Tortoise; and who sees them."""

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


class FindingKind(StrEnum):
    """What is doubtful in facts; `engine/findings/kinds.py` says what is to be known of each."""

    REPORT_LATE = "REPORT_LATE"
    REPORT_UNLIKE_LAST = "REPORT_UNLIKE_LAST"
    FREE_MAIL_DOMAIN = "FREE_MAIL_DOMAIN"
    CLIENT_WITHOUT_MRR = "CLIENT_WITHOUT_MRR"
    EMPLOYEE_OUTSIDE_DOMAINS = "EMPLOYEE_OUTSIDE_DOMAINS"
    UNKNOWN_ADDRESS = "UNKNOWN_ADDRESS"
    NEVER_CERTIFIED = "NEVER_CERTIFIED"
    SALE_FAR_FROM_REGISTRATION = "SALE_FAR_FROM_REGISTRATION"
    ACCESS_WITHOUT_ACTIVITY = "ACCESS_WITHOUT_ACTIVITY"


class FindingSeverity(StrEnum):
    """How much depends on it.

    HIGH: what many tiers rest on, or who counts as a partner. MEDIUM: one partner may have too little or too much. LOW:
    often as it should be."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"
