"""How a tier decision compares with the one before it."""

from enum import StrEnum


class TierChangeKind(StrEnum):
    """How a decision's tier compares with that of the preceding decision."""

    PROMOTED = "PROMOTED"
    DEMOTED = "DEMOTED"
    UNCHANGED = "UNCHANGED"


def change(rank: int | None, previous_rank: int | None) -> TierChangeKind:
    """The change from the previous rank; None, no tier, is below the lowest (docs/rules.md, "Derived values")."""
    now, before = rank or 0, previous_rank or 0
    if now == before:
        return TierChangeKind.UNCHANGED
    return TierChangeKind.PROMOTED if now > before else TierChangeKind.DEMOTED
