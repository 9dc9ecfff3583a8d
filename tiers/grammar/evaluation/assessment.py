"""What an edition says of one partner as of one day: its numbers, its credits, and the tier that they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tiers.grammar.edition import Edition
from tiers.grammar.evaluation.basis import Basis
from tiers.grammar.evaluation.crediting import NO_SHARES, appears, credit_client
from tiers.grammar.evaluation.credits import ClientCredits
from tiers.grammar.evaluation.facts import PartnerFacts
from tiers.grammar.evaluation.gates import Gate, gates_of, performing_tier, threshold_factors
from tiers.grammar.evaluation.metrics import metric_values
from tiers.grammar.ladder import Tier
from tiers.periods import newest_due_period
from tiers.shares import EvenShares


@dataclass(frozen=True, slots=True)
class Assessment:
    """A partner's performance on a day.

    `values` are by metric, in the edition's order, money in minor units. `factors` are those on thresholds, by metric.
    `credits` are of every client that appears under the partner, in the facts' order. `tier` is the performing tier.
    """

    edition: Edition
    as_of: date
    values: Mapping[str, Fraction | None]
    factors: Mapping[str, Fraction]
    credits: tuple[ClientCredits, ...]
    provisional: bool
    tier: Tier | None

    def alternatives(self, tier: Tier) -> tuple[tuple[Gate, ...], ...]:
        """The gates of each alternative of a tier beside the partner's numbers."""
        return tuple(gates_of(self.edition, one, self.values, self.factors) for one in tier.alternatives)


def assess(basis: Basis, facts: PartnerFacts, shares: Mapping[str, EvenShares] = NO_SHARES) -> Assessment:
    """The partner's performance on the basis's day.

    `shares` says, by way, who manages each client; TypeError where a way splits evenly and it does not. Raises
    UnknownCurrencyError where an amount that counts is in a currency that the edition does not convert.
    """
    edition, as_of, report = basis.edition, basis.as_of, basis.report
    clients = [client for client in facts.clients if appears(client, as_of)]
    credited = tuple(credit_client(basis, client, shares) for client in clients)
    values = metric_values(basis, facts, clients, credited)
    factors = threshold_factors(edition, facts.country, as_of)
    provisional = report is None or report.period < newest_due_period(as_of)
    tier = performing_tier(edition, values, factors)
    return Assessment(edition, as_of, values, factors, credited, provisional, tier)
