"""An explained partner as data that JSON can say, with numbers as decimals in text."""

from collections.abc import Iterator
from typing import Any

from engine.explanations import ComparedPartner, ExplainedPartner
from ops.explaining.numbers import written, written_amount, written_up
from tiers.changes import MetricChange
from tiers.contributions import Contribution
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.derived import Ratio
from tiers.gates import Gate, is_limiting, next_tier
from tiers.partner_explanation import ExplainedCredit, ExplainedMetric

Data = dict[str, Any]


def as_data(explained: ExplainedPartner, tier: Tier | None) -> Data:
    """All that is known, with the gates of the tier; None for the one after that which the numbers give."""
    assessment = explained.explanation.assessment
    edition = assessment.edition
    asked = tier or next_tier(edition, assessment.tier) or assessment.tier
    return {
        "partner": explained.external_id,
        "asOf": assessment.as_of,
        "program": edition.program,
        "edition": edition.key,
        "currency": edition.currency,
        "tier": None if assessment.tier is None else assessment.tier.key,
        "provisional": assessment.provisional,
        "gatesOf": None if asked is None else asked.key,
        "alternatives": [] if asked is None else list(_alternatives(explained, asked)),
        "metrics": [_metric(explained, one) for one in explained.explanation.metrics],
    }


def as_changes(compared: ComparedPartner) -> Data:
    """What has changed; a difference is that of the later day's edition, which says what the currency is."""
    before, after = compared.before, compared.after
    return {
        "partner": compared.external_id,
        "from": before.as_of,
        "to": after.as_of,
        "program": after.edition.program,
        "editions": {"before": before.edition.key, "after": after.edition.key},
        "currency": after.edition.currency,
        "tiers": {
            "before": None if before.tier is None else before.tier.key,
            "after": None if after.tier is None else after.tier.key,
        },
        "metrics": [_change(compared, one) for one in compared.changes],
    }


def _change(compared: ComparedPartner, one: MetricChange) -> Data:
    before, after = compared.before.edition, compared.after.edition
    metric = one.metric
    return {
        "metric": metric.key,
        "name": metric.name,
        "unit": metric.unit,
        "before": written(before, metric, one.before),
        "after": written(after, metric, one.after),
        "clients": [
            {
                "client": compared.clients[each.client].external_id,
                "clientName": compared.clients[each.client].name,
                "way": each.way,
                "before": written(after, metric, each.before),
                "after": written(after, metric, each.after),
                "difference": written(after, metric, each.difference),
                "cause": each.cause,
            }
            for each in one.clients
        ],
    }


def _alternatives(explained: ExplainedPartner, tier: Tier) -> Iterator[list[Data]]:
    assessment = explained.explanation.assessment
    alternatives = assessment.alternatives(tier)
    for gates in alternatives:
        yield [gate_as_data(assessment.edition, gate) | {"limiting": is_limiting(gate, alternatives)} for gate in gates]


def gate_as_data(edition: Edition, gate: Gate) -> Data:
    """A gate beside what there is."""
    metric = edition.metric_by_key[gate.metric]
    return {
        "metric": gate.metric,
        "comparison": gate.comparison,
        "required": written(edition, metric, gate.required),
        "actual": written(edition, metric, gate.actual),
        "missing": written_up(edition, metric, gate.missing),
        "passed": gate.passed,
    }


def _metric(explained: ExplainedPartner, one: ExplainedMetric) -> Data:
    edition = explained.basis.edition
    told: Data = {
        "metric": one.metric.key,
        "name": one.metric.name,
        "unit": one.metric.unit,
        "value": written(edition, one.metric, one.value),
        "contributions": [_contribution(explained, one.metric, each) for each in one.contributions],
    }
    if one.middle:
        told["middle"] = [explained.clients[client].external_id for client in one.middle]
        told["liftedBy"] = [explained.clients[client].external_id for client in one.lifted_by]
    return told


def _contribution(explained: ExplainedPartner, metric: Metric, one: Contribution) -> Data:
    edition = explained.basis.edition
    if isinstance(metric, Ratio) and one.metric is not None:  # it is made of values in their own units
        metric = edition.metric_by_key[one.metric]
    told: Data = {"amount": written(edition, metric, one.amount)}
    if one.client is not None:
        client = explained.clients[one.client]
        told |= {"client": client.external_id, "clientName": client.name}
    if one.client is not None and one.way is not None:
        told |= {"way": one.way, "line": one.line}
        told |= _credit(explained, explained.explanation.credits[one.client][one.way])
    if one.employee is not None:
        employee = explained.employees[one.employee]
        told |= {"employee": employee.external_id, "email": employee.email}
    if one.measure is not None:
        told |= {"measure": one.measure.name, "on": one.measure.on}
    if one.metric is not None:
        told["metric"] = one.metric
    if one.way is None and (one.counts_from is not None or one.counts_until is not None):
        told |= {"countsFrom": one.counts_from, "countsUntil": one.counts_until}
    return told


def _credit(explained: ExplainedPartner, one: ExplainedCredit) -> Data:
    told: Data = {
        "status": one.credit.status,
        "countsFrom": one.counts_from,
        "countsUntil": one.credit.counts_until,
    }
    if one.match is not None:
        access = one.match.access
        employee = explained.employees[access.employee]
        told["access"] = {
            "employee": employee.external_id,
            "email": employee.email,
            "domainMatches": access.domain_matches,
            "grantedOn": access.granted_on,
            "endsOn": access.ends_on,
            "lastActiveOn": one.match.last_active_on,
        }
    if one.parts:
        told["lines"] = [
            {
                "line": part.line,
                "soldOn": part.sold_on,
                "reported": written_amount(part.reported, part.currency),
                "currency": part.currency,
                "amount": written_amount(part.amount, explained.basis.edition.currency),
                "countsUntil": part.counts_until,
            }
            for part in one.parts
        ]
    return told
