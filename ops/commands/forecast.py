"""`tierline forecast`: the decisions to come for a partner, and what will have ended by then."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from engine.explanations import NamedClient, name_clients
from engine.forecasts import MOST_DECISIONS, Forecast, ForecastDecision, forecast
from models.database import acquire
from ops.answers import answer
from ops.explaining.asked import AsJson, PartnerId, closed_day, find_partner, refused
from ops.explaining.data import gate_as_data
from ops.explaining.numbers import written, written_amount
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from tiers.editions.edition import Edition
from tiers.forecasts import Assumption, Expiry
from tiers.gates import Comparison, Gate, Value, next_tier

ASSUMED = {
    Assumption.ACTIVITY_CONTINUES: "if whoever is active goes on",
    Assumption.NO_FURTHER_FACTS: "without further activity",
}


@dataclass(frozen=True)
class _Told:
    """A forecast, and what those are called whom it is about; `clients` are by row."""

    partner: str
    found: Forecast
    clients: Mapping[int, NamedClient]


def show_forecast(
    partner: PartnerId,
    *,
    decisions: Annotated[
        int, typer.Option(metavar="N", min=1, max=MOST_DECISIONS, help="How many decisions ahead.")
    ] = 3,
    assume: Annotated[
        Assumption, typer.Option(case_sensitive=False, help="Whether those who are active now stay so.")
    ] = Assumption.ACTIVITY_CONTINUES,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    with refused():
        told = asyncio.run(_ask(Installation.find(data), partner, decisions, assume))
    answer(_as_json(told), _lines(told), as_json=as_json)


async def _ask(installation: Installation, name: str, decisions: int, assume: Assumption) -> _Told:
    async with installation.opened(), acquire() as connection:
        partner = await find_partner(name)
        last_closed = await closed_day(connection, installation.rules, None)
        found = await forecast(connection, installation.rules, partner.id, last_closed, decisions, assume)
        named = {expiry.client for decision in found.decisions for expiry in decision.expired}
        return _Told(name, found, await name_clients(connection, list(named)))


def _lines(told: _Told) -> Iterator[str]:
    found = told.found
    yield (
        f"{told.partner} holds {found.tier or 'no tier'}; by what is known after {found.last_closed},"
        f" {ASSUMED[found.assumption]}:"
    )
    for decision in found.decisions:
        assessment = decision.assessment
        tier = "no tier" if assessment.tier is None else assessment.tier.key
        yield f"{decision.effective_on}  {tier:<10} {decision.change:<10} {decision.reason}"
        following = next_tier(assessment.edition, assessment.tier)
        for gates in () if following is None else assessment.alternatives(following):
            lacking = ", ".join(tell_missing(assessment.edition, gate) for gate in gates if not gate.passed)
            yield f"            for {following.key if following else ''}: {lacking}"
        for expiry in decision.expired:
            client = told.clients[expiry.client]
            ended = f"{expiry.way} {_amount(assessment.edition, expiry)} of {client.external_id} {client.name}"
            yield f"            ended: {ended}, last on {expiry.last_day}: {expiry.status}"
    if not found.decisions:
        yield "no decision: it has not joined by then"


def tell_missing(edition: Edition, gate: Gate) -> str:
    """What a gate that fails requires beside what there is."""
    actual = _written(edition, gate, gate.actual) or "none"
    beyond = "more than " if gate.comparison is Comparison.ABOVE else ""
    return f"{gate.metric} is {actual} of {beyond}{_written(edition, gate, gate.required)}"


def _as_json(told: _Told) -> dict[str, object]:
    found = told.found
    return {
        "partner": told.partner,
        "lastClosedDay": f"{found.last_closed}",
        "assume": found.assumption,
        "tier": found.tier,
        "decisions": [_decision_as_json(decision, told.clients) for decision in found.decisions],
    }


def _decision_as_json(decision: ForecastDecision, clients: Mapping[int, NamedClient]) -> dict[str, object]:
    assessment, edition = decision.assessment, decision.assessment.edition
    target = next_tier(edition, assessment.tier) or edition.tiers[-1]
    return {
        "effectiveOn": f"{decision.effective_on}",
        "asOf": f"{assessment.as_of}",
        "edition": edition.key,
        "tier": None if assessment.tier is None else assessment.tier.key,
        "change": decision.change,
        "reason": decision.reason,
        "metrics": {one.key: written(edition, one, assessment.values[one.key]) for one in edition.metrics},
        "gates": {
            "tier": target.key,
            "alternatives": [
                [gate_as_data(edition, gate) for gate in gates] for gates in assessment.alternatives(target)
            ],
        },
        "expired": [
            {
                "client": clients[one.client].external_id,
                "name": clients[one.client].name,
                "way": one.way,
                "amount": _amount(edition, one),
                "lastDay": f"{one.last_day}",
                "status": one.status,
            }
            for one in decision.expired
        ],
    }


def _written(edition: Edition, gate: Gate, value: Value | None) -> str | None:
    return written(edition, edition.metric_by_key[gate.metric], value)


def _amount(edition: Edition, expiry: Expiry) -> str:
    return written_amount(expiry.amount, edition.currency)
