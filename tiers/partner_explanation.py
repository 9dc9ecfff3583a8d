"""Why a partner's numbers are what they are: made when it is asked for, by the functions that came to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tiers.assessment import Assessment
from tiers.basis import WayBasis
from tiers.contributions import Contribution, Contributors, contributions
from tiers.counting_days import Background, counts_from
from tiers.credits import Credit, CreditStatus
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Median, MedianOf
from tiers.editions.ways import Managed
from tiers.explanation import Part, explain_in
from tiers.facts import ClientFacts
from tiers.gates import Value
from tiers.matching import Match, match_access
from tiers.medians import lifting_places, middle_places

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ExplainedCredit:
    """A client's credit in a way, what it is made of, and whose access it is due to where it is one of managing.

    `counts_from` is what `counting_days` says.
    """

    credit: Credit
    counts_from: date | None
    match: Match | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ExplainedMetric:
    """A metric's value and what it is made of.

    Of a median, `middle` are the one or two clients whose numbers it is, and `lifted_by` those of which any single one
    lifts it by using one app more; empty for every other metric.
    """

    metric: Metric
    value: Value | None
    contributions: Sequence[Contribution]
    middle: Sequence[int] = ()
    lifted_by: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A partner's assessment explained; `credits` are by client, then by way."""

    assessment: Assessment
    metrics: Sequence[ExplainedMetric]
    credits: Mapping[int, Mapping[str, ExplainedCredit]]


def first_day_of_pending(credits_: Iterable[ExplainedCredit]) -> date | None:
    """The first day on which one of those counts that wait for a report; None if none waits, or that is not known."""
    pending = [one.counts_from for one in credits_ if one.credit.status is CreditStatus.PENDING_REPORT]
    return min((day for day in pending if day is not None), default=None)


def most_telling(found: Sequence[T], most: int, *, of_median: bool) -> Sequence[T]:
    """So many of what a metric is made of: the first ones; of a median those around its middle."""
    first = max(0, (len(found) - most) // 2) if of_median else 0
    return found[first : first + most]


def explain_partner(of: Contributors, background: Background) -> Explanation:
    """Explains what was assessed; `background` is of all clients that appear."""
    credits_ = {
        client.client: {
            credit.way: _explain_credit(of, here, client, credit, background)
            for here, credit in zip(of.basis.ways, credited.credits, strict=True)
        }
        for client, credited in of.clients
    }
    return Explanation(of.assessment, tuple(_explain_metrics(of)), credits_)


def _explain_credit(
    of: Contributors, here: WayBasis, facts: ClientFacts, credit: Credit, background: Background
) -> ExplainedCredit:
    way, match = here.way, None
    if isinstance(way, Managed):
        match = match_access(of.basis.as_of, here, way, facts.accesses, background.spans_of(way.key, facts.client))
    since = counts_from(of.basis, here, facts, credit.status, background)
    return ExplainedCredit(credit, since, match, explain_in(of.basis, here, facts, of.shares))


def _explain_metrics(of: Contributors) -> Iterator[ExplainedMetric]:
    for metric in of.basis.edition.metrics:
        found = contributions(of, metric)
        value = of.value(metric.key)
        if not isinstance(metric, Median):
            yield ExplainedMetric(metric, value, found)
            continue
        clients = [one.client for one in found if one.client is not None]
        lifting: list[int] = []
        if metric.of is MedianOf.APPS:
            most = of.basis.usages[metric.key].apps.bit_count()
            lifting = lifting_places([one.amount for one in found if isinstance(one.amount, int)], most)
        middle = middle_places(len(found))
        yield ExplainedMetric(
            metric, value, found, [clients[place] for place in middle], [clients[place] for place in lifting]
        )
