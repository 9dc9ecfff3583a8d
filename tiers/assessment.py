"""What the rules say of one partner: the one function behind every standing, decision and answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from tiers.credits import Basis, ClientCredit, appears, credit_client
from tiers.decisions import TierChangeKind, change
from tiers.edition import Edition
from tiers.facts import PartnerFacts
from tiers.shares import EvenShares
from tiers.standings import (
    NOTHING_CARRIED,
    CarriedTotals,
    Gate,
    Numbers,
    Standing,
    gates,
    is_provisional,
    median_app_usage,
    tier_of,
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A partner's standing as of a day, by the edition in force on it, and the credits that give it.

    There is a credit for every client that appears under the partner, in the order of its facts; clients of which only
    totals were carried over have none.
    """

    edition: Edition
    standing: Standing
    credits: Sequence[ClientCredit]

    @property
    def gates(self) -> list[Gate]:
        """The gates of the next tier beside the standing's numbers, or of the highest tier once that is reached."""
        return gates(self.edition, self.standing)

    def change_from(self, previous_rank: int | None) -> TierChangeKind:
        """How a decision of this tier compares with the one before it, whose tier had that rank; None for none."""
        tier = self.standing.tier
        return change(None if tier is None else tier.rank, previous_rank)


def assess(
    basis: Basis, facts: PartnerFacts, shares: EvenShares | None = None, carried: CarriedTotals = NOTHING_CARRIED
) -> Assessment:
    """Assesses a partner by the edition and the report in force on the basis's day, which may be a future one.

    `shares` is needed where the edition splits managed MRR evenly (TypeError without it), and not looked at otherwise.
    `carried` is what clients add that are not among the facts.
    """
    credited = [credit_client(basis, client, shares) for client in facts.clients if appears(client, basis.as_of)]
    numbers = Numbers(
        carried.sold_mrr + sum(credit.sold.amount for credit in credited),
        carried.managed_mrr + sum(credit.managed.amount for credit in credited),
        median_app_usage([*carried.usages, *(credit.apps_used for credit in credited if credit.counts_in_median)]),
        facts.certified,
    )
    standing = Standing(
        numbers.sold_mrr,
        numbers.managed_mrr,
        numbers.median_app_usage,
        numbers.certified,
        is_provisional(basis.report, basis.as_of),
        tier_of(basis.edition, numbers),
    )
    return Assessment(basis.edition, standing, credited)
