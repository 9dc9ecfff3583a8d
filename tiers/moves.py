"""What tells two decisions about one partner on one day apart, by two editions: which way it moves, by which gates."""

from dataclasses import dataclass

from tiers.assessment import Assessment
from tiers.decisions import TierChangeKind
from tiers.gates import Gate, is_limiting, next_tier


@dataclass(frozen=True, slots=True)
class Move:
    """From the tier that one edition gives to that of another: `gates` make the difference, none where there is none.

    They are of the edition that gives the lower tier, `lower`, and beside the partner's numbers by that one.
    """

    change: TierChangeKind
    lower: Assessment
    gates: tuple[Gate, ...]


def move(before: Assessment, after: Assessment) -> Move:
    """How a partner moves from an assessment by one edition to that of the same day by another one.

    Ladders may differ. Tiers compare by their ranks, as those of decisions do. The gates are those that keep the
    partner from the higher tier where it gets the lower one; where that edition has no such tier, from the next one.
    """
    kind = after.change_from(before.edition.rank(before.tier))
    lower, higher = (after, before) if kind is TierChangeKind.DEMOTED else (before, after)
    if kind is TierChangeKind.UNCHANGED or higher.tier is None:
        return Move(kind, lower, ())
    own = {tier.key: tier for tier in lower.edition.tiers}
    tier = own.get(higher.tier.key) or next_tier(lower.edition, lower.tier)
    alternatives = () if tier is None else lower.alternatives(tier)
    limiting = (gate for gates in alternatives for gate in gates if is_limiting(gate, alternatives))
    return Move(kind, lower, tuple(limiting))
