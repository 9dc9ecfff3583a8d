"""How a tier decision compares with the one before it, and why it came to its tier."""

from enum import StrEnum


class TierChangeKind(StrEnum):
    """How a decision's tier compares with that of the preceding decision."""

    PROMOTED = "PROMOTED"
    DEMOTED = "DEMOTED"
    UNCHANGED = "UNCHANGED"


class DecisionReason(StrEnum):
    """Why a partner holds a tier after a decision: it performs that one, which is MET unless it held a higher one."""

    MET = "MET"
    FELL = "FELL"


def change(rank: int | None, previous_rank: int | None) -> TierChangeKind:
    """The change from the previous rank; None, no tier, is below the lowest (docs/rules.md, "Derived values")."""
    now, before = rank or 0, previous_rank or 0
    if now == before:
        return TierChangeKind.UNCHANGED
    return TierChangeKind.PROMOTED if now > before else TierChangeKind.DEMOTED


def reason(rank: int | None, previous_rank: int | None) -> DecisionReason:
    """Why a decision gives the tier of that rank: nothing is kept so far, so it is the one that is performed."""
    fell = change(rank, previous_rank) is TierChangeKind.DEMOTED
    return DecisionReason.FELL if fell else DecisionReason.MET
