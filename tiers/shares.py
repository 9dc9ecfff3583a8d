"""How the managed MRR of a client is divided when an edition splits it evenly (docs/rules.md, rule 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def split_evenly(amount: int, shares: int) -> list[int]:
    """At least 1 shares of an amount of minor units: they sum to it, differ by at most 1, the larger first."""
    share, left = divmod(amount, shares)
    return [share + 1] * left + [share] * (shares - left)


@dataclass(frozen=True, slots=True)
class EvenShares:
    """The shares of one partner.

    `managers` gives, per client, the external ids of all partners that qualify as its managers on
    the as-of day, in ascending order: a cent that cannot be divided goes to the first ones.
    """

    partner: str
    managers: Mapping[int, Sequence[str]]

    def of(self, client: int, amount: int) -> int:
        """The partner's share of the client's amount, in minor units; it must be among its managers."""
        managers = self.managers[client]
        return split_evenly(amount, len(managers))[managers.index(self.partner)]
