"""Which facts an edition looks at: what no metric of it uses is neither gathered nor stored."""

from dataclasses import dataclass

from tiers.basis import usage_windows, used_ways
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Median, Sum
from tiers.editions.metrics.derived import Points
from tiers.editions.metrics.facts import Certified, Flag, Measured, MeasureOf, People
from tiers.editions.ways import Managed, Sold, Split


@dataclass(frozen=True, slots=True)
class Needs:
    """The names of the facts that an edition's metrics look at.

    `clients` says whether it looks at clients at all, `reports` at MRR, `activity` at what employees do in clients'
    accounts, `certifications` at the partner's own, `sales` at who sold what, and the countries at that of the partner
    or of its clients. `logins` says whether a login is activity for it.
    """

    apps: frozenset[str]
    credentials: frozenset[str]
    partner_measures: frozenset[str]
    client_measures: frozenset[str]
    lines: frozenset[str]
    currencies: frozenset[str]
    clients: bool
    client_country: bool
    partner_country: bool
    sales: bool
    activity: bool
    logins: bool
    reports: bool
    certifications: bool


def needs_of(edition: Edition) -> Needs:
    """What an edition needs, on whatever day."""
    metrics, used = edition.metrics, used_ways(edition)
    ways = [way for way in edition.credits if way.key in used]
    measured = [metric for metric in metrics if isinstance(metric, Measured)]
    flags = {metric.measure for metric in metrics if isinstance(metric, Flag)}
    medians = {metric.apps for metric in metrics if isinstance(metric, Median) and metric.apps is not None}
    held = {key for metric in metrics if isinstance(metric, People) for key in metric.holding}
    client_measures = frozenset(one.measure for one in measured if one.of is MeasureOf.CLIENTS)
    return Needs(
        apps=_members(edition, medians),
        credentials=_members(edition, held),
        partner_measures=frozenset(one.measure for one in measured if one.of is MeasureOf.PARTNER) | flags,
        client_measures=client_measures,
        lines=_members(edition, {way.lines for way in ways if way.lines is not None}),
        currencies=frozenset({edition.currency, *(one.code for one in edition.currencies)}),
        clients=bool(ways or client_measures),
        client_country=any(_looks_at_countries(metric) for metric in metrics),
        partner_country=bool(edition.threshold_factors),
        sales=any(isinstance(way, Sold) for way in ways),
        activity=any(isinstance(way, Managed) for way in ways),
        logins=any(isinstance(way, Managed) and way.logins_count for way in ways),
        reports=bool(ways),
        certifications=any(isinstance(metric, Certified) for metric in metrics),
    )


def activity_days(edition: Edition) -> int:
    """How many days before a day the oldest activity lies that the edition looks at; 0 if it looks at none."""
    used = used_ways(edition)
    managed = [way.days for way in edition.credits if isinstance(way, Managed) and way.key in used]
    return max([*managed, *usage_windows(edition)], default=0)


def even_ways(edition: Edition) -> frozenset[str]:
    """The keys of the ways in which several managers share a client: a partner's credits hang on others' facts."""
    used = used_ways(edition)
    return frozenset(
        way.key for way in edition.credits if isinstance(way, Managed) and way.split is Split.EVEN and way.key in used
    )


def _looks_at_countries(metric: Metric) -> bool:
    if isinstance(metric, Points):
        return any(term.factors for term in metric.terms)
    return isinstance(metric, Sum) and bool(metric.factors)


def _members(edition: Edition, keys: set[str]) -> frozenset[str]:
    return frozenset(member.name for key in keys for member in edition.catalogue_by_key[key].members)
