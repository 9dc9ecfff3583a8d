"""Gathered partners assessed: what a run publishes, what `verify` and checks compare, and what callers are answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.gather import Gathered, GatheredPart
from tiers.assessment import Assessment, assess
from tiers.crediting import Shares
from tiers.shares import EvenShares


@dataclass(frozen=True, slots=True)
class AssessedPartner:
    """A partner as it was gathered, what it has of clients that several manage, and what the rules say of it."""

    gathered: Gathered
    shares: Shares
    assessment: Assessment


def assess_part(part: GatheredPart) -> Iterator[AssessedPartner]:
    """Assesses each of the partners on the part's day. Facts that were altered since they were gathered count as such.

    Whoever alters who manages a client alters `managers` with it.
    """
    for partner in part.partners:
        shares = shares_of(part, partner)
        yield AssessedPartner(partner, shares, assess(part.basis, partner.facts, shares, partner.carried))


def shares_of(part: GatheredPart, partner: Gathered) -> Shares:
    """What the partner has of clients that several manage, in the ways in which these share them."""
    return {way: EvenShares(partner.external_id, managers) for way, managers in part.managers.items()}
