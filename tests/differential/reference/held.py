"""Who holds which tier."""

from datetime import date

from tests.differential.reference.asker import Asker
from tests.differential.reference.decisions import decision_on
from tests.differential.reference.editions import rank_of
from tests.differential.reference.tables import Row
from tiers.editions.ladder import Tier


def count_tiers(asker: Asker, day: date) -> list[Row]:
    """How many partners that have joined hold which tier on the day."""
    edition = asker.edition_on(day)
    tiers: dict[str, Tier] = {} if edition is None else {tier.key: tier for tier in edition.tiers}
    held: list[str | None] = []
    older: list[tuple[date, Tier]] = []
    for partner in asker.tables["partner"]:
        if partner["joined_on"] <= day:
            decision = decision_on(asker, partner["id"], day)
            tier = None if decision is None else asker.tier(decision["edition"], decision["tier"])
            if decision is not None and tier is not None:
                older.append((asker.edition(decision["edition"]).effective_from, tier))
            held.append(None if tier is None else tier.key)
    for _, tier in sorted(older, key=lambda one: one[0], reverse=True):
        tiers.setdefault(tier.key, tier)
    ladder = sorted(tiers.values(), key=lambda tier: (rank_of(tier, asker), tier.key))
    counts: list[Row] = [{"tier": tier, "count": held.count(tier.key)} for tier in ladder]
    return [*counts, {"tier": None, "count": held.count(None)}]
