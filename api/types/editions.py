"""Editions and their tiers, as everybody may read them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import strawberry

from api.reading.ids import encode_id
from api.types.enums import Metric
from api.types.scalars import money, shortest
from tiers.apps import APPS
from tiers.editions import edition as rules
from tiers.editions import ladder
from tiers.stored import counted_apps, minima

FOR_CACHES = "What caches tell it from others by: opaque, the same for as long as it exists, and nothing for `node`."
MONEY = frozenset({Metric.SOLD_MRR, Metric.MANAGED_MRR})


class MissingEdition(LookupError):
    """A stored row gives a tier that no edition file of this installation describes."""


def measure(metric: Metric, number: Decimal) -> Decimal:
    """A number of a metric as it is written: money with two decimals."""
    return money(number) if metric in MONEY else shortest(number)


@strawberry.type(description="An app of the vendor's product.")
class App:
    key: str = strawberry.field(description="What facts call it.")
    name: str = strawberry.field(description="What people call it.")


@strawberry.type(description="One requirement of a tier.")
class GateRule:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    metric: Metric = strawberry.field(description="What has to be at least the minimum.")
    minimum: Decimal = strawberry.field(description="The least that passes; money in the program's currency.")


@strawberry.type(description="One step of an edition's ladder.")
class Tier:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    key: str = strawberry.field(description="Names the tier in facts, filters and edition files.")
    name: str = strawberry.field(description="What people call it.")
    rank: int = strawberry.field(description="1 is the lowest of the edition's tiers.")
    gates: list[GateRule] = strawberry.field(description="All have to pass. At most one for each metric.")

    @classmethod
    def held(cls, edition: rules.Edition, tier: ladder.Tier | None) -> "Tier | None":
        """The tier of a row that names it, as an EditionValue shows it."""
        return None if tier is None else cls.of(edition, tier)

    @classmethod
    def of(cls, edition: rules.Edition, tier: ladder.Tier) -> "Tier":
        own = (edition.key, tier.key)
        gates = [
            GateRule(
                id=encode_id("GateRule", *own, metric),
                metric=metric,
                minimum=measure(metric, minimum),
            )
            for metric, minimum in minima(tier).items()
        ]
        return cls(id=encode_id("Tier", *own), key=tier.key, name=tier.name, rank=edition.rank(tier), gates=gates)


@strawberry.type(description="One set of a program's rules, in force from a day until the next edition's.")
class Edition:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    key: str = strawberry.field(description="Names the edition.")
    effective_from: date = strawberry.field(description="The first day on which it is in force.")
    currency: str = strawberry.field(description="The currency of all its amounts (ISO 4217).")
    tiers: list[Tier] = strawberry.field(description="All its tiers, lowest first.")
    apps: list[App] = strawberry.field(description="The apps that count for the median app usage; at most 63.")

    @classmethod
    def of(cls, edition: rules.Edition) -> "Edition":
        return cls(
            id=encode_id("Edition", edition.key),
            key=edition.key,
            effective_from=edition.effective_from,
            currency=edition.currency,
            tiers=[Tier.of(edition, tier) for tier in edition.tiers],
            apps=[App(key=app.key, name=app.name) for app in APPS if app.key in counted_apps(edition)],
        )


@strawberry.type(description="How many partners hold a tier.")
class TierCount:
    tier: Tier | None = strawberry.field(description="The tier; null for those that hold none.")
    count: int = strawberry.field(description="How many partners.")


def tier_named(editions: Sequence[rules.Edition], edition: str, tier: str) -> tuple[rules.Edition, ladder.Tier]:
    """The tier that a stored row names by its edition's key and its own; raises MissingEdition."""
    for one in editions:
        if one.key == edition and any(step.key == tier for step in one.tiers):
            return one, one.tier(tier)
    raise MissingEdition(f"no edition file has {edition} {tier}")
