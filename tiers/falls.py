"""Why a partner falls: which of the numbers that its tier requires ends to be enough, and what of it ends first."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tiers.assessment import Assessment
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Sum
from tiers.editions.metrics.facts import Certified
from tiers.forecasts import Expiry
from tiers.gates import is_limiting
from tiers.written import written_value


class Cause(NamedTuple):
    """Why a tier is lost: the key of a metric, and what of it ends first, on which day it is there for the last time.

    That is a `client`, None for the partner's certification. Without `last_day` nothing that is known ends: the edition
    asks for more, a report says less, or a measure has grown old. All are None where nothing is lost.
    """

    metric: str | None = None
    client: int | None = None
    last_day: date | None = None


NO_CAUSE = Cause()


def find_cause(
    assessment: Assessment, rank: int, expired: Sequence[Expiry], certified_until: date | None = None
) -> Cause:
    """Why a partner that had a tier of the rank does not perform it, after these credits, or its certification, ended.

    Of all that end and are behind the gates that keep it from that tier, the earliest, then the largest. Where none
    is, the first of those gates.
    """
    edition = assessment.edition
    tier = edition.tiers[min(rank, len(edition.tiers)) - 1]
    alternatives = assessment.alternatives(tier)
    limiting = [gate.metric for gates in alternatives for gate in gates if is_limiting(gate, alternatives)]
    endings: list[tuple[date, int, int, Cause]] = []
    for key in dict.fromkeys(limiting):
        behind = list(_behind(edition, key))
        ways = {way for metric in behind for way in metric.ways()}
        endings += [
            (one.last_day, -one.amount, one.client, Cause(key, one.client, one.last_day))
            for one in expired
            if one.way in ways
        ]
        if certified_until is not None and any(isinstance(metric, Certified) for metric in behind):
            endings.append((certified_until, 0, 0, Cause(key, None, certified_until)))
    if endings:
        return min(endings, key=lambda ending: ending[:3])[-1]
    return Cause(limiting[0]) if limiting else NO_CAUSE


def mrr_of(assessment: Assessment) -> Decimal:
    """How large a partner is: all that its metrics of MRR are together, in units of the program's currency."""
    edition, values = assessment.edition, assessment.values
    sums = [metric for metric in edition.metrics if isinstance(metric, Sum)]
    return sum([written_value(edition, one, values[one.key]) or Decimal(0) for one in sums], Decimal(0))


def _behind(edition: Edition, key: str) -> Iterator[Metric]:
    """The metric, and those that it is made out of."""
    metric = edition.metric_by_key[key]
    yield metric
    for other in metric.made_of():
        yield from _behind(edition, other)
