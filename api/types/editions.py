"""What editions say of their tiers, as everybody may read it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import strawberry

from api.execution.errors import EditionMissing
from api.reading.ids import encode_id
from api.types.enums import Comparison
from api.types.metrics import Metric
from tiers.apps import APPS
from tiers.editions import edition as rules
from tiers.editions import ladder
from tiers.editions.metrics.derived import Gates
from tiers.stored import counted_apps
from tiers.written import written_gates

FOR_CACHES = "What caches tell it from others by: opaque, the same for as long as it exists, and nothing for `node`."


@strawberry.type(description="An app of the vendor's product.")
class App:
    key: str = strawberry.field(description="What facts call it.")
    name: str = strawberry.field(description="What people call it.")


def show_apps(edition: rules.Edition) -> list[App]:
    """The apps that count for the median; none in an edition without it."""
    counted = counted_apps(edition)
    return [App(key=app.key, name=app.name) for app in APPS if app.key in counted]


@strawberry.type(description="One requirement of a tier.")
class GateRule:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    metric: Metric = strawberry.field(description="What has to reach the minimum.")
    comparison: Comparison = strawberry.field(description="Whether the minimum itself passes.")
    minimum: Decimal = strawberry.field(
        description="What the metric has to reach, or to exceed; money in the program's currency."
    )


@strawberry.type(description="One step of an edition's ladder.")
class Tier:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    key: str = strawberry.field(description="Names the tier in facts, filters and edition files.")
    name: str = strawberry.field(description="What people call it.")
    rank: int = strawberry.field(description="1 is the lowest of the edition's tiers.")
    gates: list[GateRule] = strawberry.field(
        description="Those of its first alternative, which most tiers have no others beside; all have to pass."
    )
    alternatives: list[list[GateRule]] = strawberry.field(
        description="What it takes: all gates of any of these. Of a tier that every partner reaches there are none."
    )

    @classmethod
    def held(cls, edition: rules.Edition, tier: ladder.Tier | None) -> "Tier | None":
        """The tier of a row that names it, as an EditionValue shows it."""
        return None if tier is None else cls.of(edition, tier)

    @classmethod
    def of(cls, edition: rules.Edition, tier: ladder.Tier) -> "Tier":
        alternatives = [
            list(_gate_rules(edition, tier, number, gates)) for number, gates in enumerate(tier.alternatives)
        ]
        return cls(
            id=encode_id("Tier", edition.program, edition.key, tier.key),
            key=tier.key,
            name=tier.name,
            rank=edition.rank(tier),
            gates=next(iter(alternatives), []),
            alternatives=alternatives,
        )


def _gate_rules(edition: rules.Edition, tier: ladder.Tier, alternative: int, gates: Gates) -> Iterator[GateRule]:
    for place, gate in enumerate(written_gates(edition, gates)):
        yield GateRule(
            id=encode_id("GateRule", edition.program, edition.key, tier.key, alternative, place),
            metric=Metric.of(edition, gate.metric),
            comparison=gate.comparison,
            minimum=gate.threshold,
        )


@strawberry.type(description="How many partners hold a tier.")
class TierCount:
    tier: Tier | None = strawberry.field(description="The tier; null for those that hold none.")
    count: int = strawberry.field(description="How many partners.")


def tier_named(editions: Sequence[rules.Edition], edition: str, tier: str) -> tuple[rules.Edition, ladder.Tier]:
    """The tier that a stored row names by its edition's key and its own; raises EditionMissing."""
    for one in editions:
        if one.key == edition and any(step.key == tier for step in one.tiers):
            return one, one.tier(tier)
    raise EditionMissing(f"{edition} with tier {tier}")
