"""What an edition measures, and what the values of a standing or of a decision are."""

from decimal import Decimal
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.reading.declared import OF_PARENT, Amount, Many, MetricCurrency, One, Part, column, declared, stored
from api.reading.measured import known_metric
from api.reading.sql import Sql
from api.types.credits import Money
from api.types.enums import MetricUnit
from tiers.editions.edition import Edition
from tiers.editions.metrics import common

Key = Annotated[str, strawberry.argument(description="The metric's key.")]

# Of a row that has the values by key, those of its edition's metrics.
_VALUES = Sql(
    "(SELECT m.*, with_decimals((parent.metrics ->> m.key)::numeric, m.decimals) AS value FROM edition_metric m"
    " WHERE m.program = parent.program AND m.edition = parent.edition)"
)


@stored(scope=OF_PARENT)
@strawberry.type(description="Something that an edition measures of a partner.")
class Metric:
    key: str = column("Names the metric in arguments, filters and edition files.")
    name: str = column("What people call it.")
    unit: MetricUnit = column("What its values are.")
    currency_code: str | None = declared(
        "In which currency they are (ISO 4217), where they are money; else null.", MetricCurrency()
    )
    description: str | None = column("What it means; null where its edition does not say.")

    @classmethod
    def of(cls, edition: Edition, metric: common.Metric) -> "Metric":
        """A metric of the edition."""
        return cls(
            key=metric.key,
            name=metric.name,
            unit=metric.unit,
            currency_code=edition.currency if metric.unit is common.Unit.MONEY else None,
            description=metric.description or None,
        )


@stored(scope=OF_PARENT)
@strawberry.type(description="The value of a metric.")
class MetricValue:
    metric: Metric = declared("What it is of.", Part())
    value: Decimal | None = column("The value, money in the program's currency; null if there is none.", money=True)


def all_values() -> Many:
    """The values of a row with all metrics of its edition."""
    return Many(Sql("true"), of_parent=True, source=_VALUES, order="this.place")


def one_value(info: Info, key: str) -> One:
    """The value of one metric, null in editions without it; raises BadInput for a key that no edition has."""
    own = Sql("this.key = {}::text", (known_metric("key", key, info.context.rules),))
    return One(own, of_parent=True, source=_VALUES)


@strawberry.type
class Measured:
    """The metrics of the first editions, which have fields of their own."""

    sold: Money | None = declared("The sold MRR: SOLD_MRR; null in editions without it.", Amount("sold_mrr"))
    managed: Money | None = declared(
        "The managed MRR: MANAGED_MRR; null in editions without it.", Amount("managed_mrr")
    )
    sold_mrr: Decimal | None = column(
        "The value of SOLD_MRR; null in editions without it.", instead="`sold` has the currency, too."
    )
    managed_mrr: Decimal | None = column(
        "The value of MANAGED_MRR; null in editions without it.", instead="`managed` has the currency, too."
    )
    median_app_usage: Decimal | None = column(
        "The value of MEDIAN_APP_USAGE; null in editions without it, and where no client adds a positive amount."
    )
