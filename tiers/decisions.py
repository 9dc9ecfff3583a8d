"""What a decision says, and when a recompute has to add a revision of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tiers.credits import ClientCredit
from tiers.program import Program
from tiers.standings import Standing


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a decision says: two that are equal need no second revision (docs/rules.md, rule 8)."""

    program: str
    standing: Standing
    credits: tuple[ClientCredit, ...]


def outcome(program: Program, standing: Standing, credited: Iterable[ClientCredit]) -> Outcome:
    """The outcome of a standing and its credits, whatever order these come in."""
    return Outcome(program.key, standing, tuple(sorted(credited, key=lambda credit: credit.client)))
