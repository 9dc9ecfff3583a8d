"""What an edition says of one partner as of one day: the one function behind every standing, decision and answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tiers.basis import Basis
from tiers.crediting import NO_SHARES, Shares, appears, crediting
from tiers.credits import CarriedCredits, ClientCredits
from tiers.decisions import TierChangeKind, change
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.facts import PartnerFacts
from tiers.gates import NO_FACTORS, Gate, Value, gates_of, performing_tier, threshold_factors
from tiers.metrics import metric_values


@dataclass(frozen=True, slots=True)
class Assessment:
    """A partner's performance on a day.

    `values` are by metric, in the edition's order, money in minor units. `factors` are those on thresholds, by metric.
    `credits` are of every client that appears under the partner, in the facts' order; clients of which only totals were
    carried over have none. `tier` is the performing tier.
    """

    edition: Edition
    as_of: date
    values: Mapping[str, Value | None]
    factors: Mapping[str, Fraction]
    credits: tuple[ClientCredits, ...]
    provisional: bool
    tier: Tier | None

    def alternatives(self, tier: Tier) -> tuple[tuple[Gate, ...], ...]:
        """The gates of each alternative of a tier beside the partner's numbers."""
        return tuple(gates_of(self.edition, one, self.values, self.factors) for one in tier.alternatives)

    def change_from(self, previous_rank: int | None) -> TierChangeKind:
        """How a decision of this tier compares with the one before it, whose tier had that rank; None for none."""
        return change(self.edition.rank(self.tier), previous_rank)


def assess(
    basis: Basis, facts: PartnerFacts, shares: Shares = NO_SHARES, carried: Sequence[CarriedCredits] = ()
) -> Assessment:
    """The partner's performance on the basis's day, which may be a future one.

    `shares` says, by way, who manages each client; TypeError where a way splits evenly and it does not. `carried` is
    what clients add that are not among the facts, of editions for which that can be carried. Raises
    UnknownCurrencyError where an amount that counts is in a currency that the edition does not convert.
    """
    edition, as_of = basis.edition, basis.as_of
    clients = [client for client in facts.clients if appears(client, as_of)]
    credited = tuple(crediting(basis)(clients, shares))
    values = metric_values(basis, facts, clients, credited, shares, carried)
    factors = threshold_factors(edition, facts.country, as_of) if edition.threshold_factors else NO_FACTORS
    tier = performing_tier(edition, values, factors)
    return Assessment(edition, as_of, values, factors, credited, basis.is_provisional, tier)
