"""`tierline what-if`: a partner without and with some facts, none of which is loaded."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Annotated, Any

import typer

from engine.forecasts import MOST_DECISIONS
from engine.what_if import MOST_FACTS, CreditChange, Outcome, Supposed, WhatIf, what_if
from intake.formats import NotNdjson
from intake.lines import Line, open_lines
from intake.rejections import Notice
from intake.terms import Confirmation
from models.database import acquire
from ops.answers import answer
from ops.errors import UsageError
from ops.explaining.asked import SHOWN, AsJson, Everything, PartnerId, closed_day, find_partner, refused
from ops.explaining.data import Data as Told
from ops.explaining.data import gate_as_data
from ops.explaining.numbers import shown, written, written_amount
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data, day_option
from ops.terminal import err
from tiers.credits import Credit
from tiers.editions.edition import Edition
from tiers.forecasts import Assumption
from tiers.gates import next_tier
from tiers.periods import decision_day
from tiers.schedule import coming_months


def what_if_partner(  # noqa: PLR0913 (what is asked)
    partner: PartnerId,
    *,
    facts: Annotated[
        str, typer.Option("--facts", metavar="FILE", help="The facts, as NDJSON; - is standard input. None is loaded.")
    ],
    as_of: Annotated[
        date | None,
        day_option("--as-of", "A day, a future one too; by default the last closed one."),
    ] = None,
    assume: Annotated[
        Assumption,
        typer.Option(case_sensitive=False, help="On days to come, whether those who are active now stay so."),
    ] = Assumption.ACTIVITY_CONTINUES,
    confirm_reports: Annotated[
        bool,
        typer.Option(
            "--confirm-reports",
            help="Take MRR reports also if they have less than half of the clients, or of the MRR, of the ones before.",
        ),
    ] = False,
    everything: Everything = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    with refused():
        edition, found = asyncio.run(
            _ask(Installation.find(data), partner, as_of, facts, assume, confirm_reports=confirm_reports)
        )
    for prefix, notices in (("", found.rejected), ("warning: ", found.warned)):
        for one in notices:
            err.tell(f"{facts}:{one.number}: {prefix}{f'{one.field}: ' if one.field else ''}{one.reason}")
    lines = _lines(partner, edition, found, None if everything else SHOWN)
    answer(_as_data(partner, edition, found), lines, as_json=as_json)


async def _ask(
    installation: Installation,
    name: str,
    as_of: date | None,
    file: str,
    assume: Assumption,
    *,
    confirm_reports: bool,
) -> tuple[Edition, WhatIf]:
    lines = _read(file)
    async with installation.opened(), acquire() as connection:
        rules = installation.rules
        partner = await find_partner(name)
        last_closed = await closed_day(connection, rules, None)
        day = as_of or last_closed
        if day > (latest := decision_day(coming_months(last_closed, MOST_DECISIONS)[-1])):
            raise UsageError(f"{day} is too far ahead; the last day that can be foreseen is {latest}")
        confirmation = Confirmation("command line", datetime.now(UTC)) if confirm_reports else None
        supposed = Supposed(lines, replace(installation.terms, confirmation=confirmation))
        found = await what_if(connection, rules, partner.id, day, last_closed, supposed, assumption=assume)
        return rules.in_force(day), found


def _read(file: str) -> list[Line]:
    try:
        with open_lines(file) as lines:
            found = list(islice(lines, MOST_FACTS + 1))
    except NotNdjson as bad:
        raise UsageError(f"{file} {bad}: {bad.found.remedy.format(file=file)}") from None
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}; give a file of NDJSON") from None
    if len(found) > MOST_FACTS:
        raise UsageError(f"{file} has more than {MOST_FACTS:,} facts; give at most as many")
    return found


def _lines(partner: str, edition: Edition, found: WhatIf, most: int | None) -> Iterator[str]:
    yield (
        f"{partner} as of {found.as_of}, with {found.taken} of {found.given} facts that change something"
        f" ({len(found.rejected)} rejected); nothing is loaded"
    )
    yield f"tier            {_tier(found.before)} -> {_tier(found.after)}"
    yield f"next decision   {_decision(found.before)} -> {_decision(found.after)}"
    for metric in edition.metrics:
        before, after = (_value(edition, metric.key, one) for one in (found.before, found.after))
        yield f"{metric.key:<15} {shown(before)} -> {shown(after)}"
    for one in found.credits[:most]:
        client = "" if one.named is None else f"{one.named.external_id} {one.named.name}"
        amount = written_amount(one.difference, edition.currency)
        yield f"    {one.way} {amount} of {client}: {_credit(edition, one.before)} -> {_credit(edition, one.after)}"
    if most is not None and len(found.credits) > most:
        yield f"    and {len(found.credits) - most} more credits; --all shows them"


def _tier(outcome: Outcome | None) -> str:
    if outcome is None:
        return "not joined"
    return "no tier" if outcome.assessment.tier is None else outcome.assessment.tier.key


def _decision(outcome: Outcome | None) -> str:
    if outcome is None or outcome.decision is None:
        return "none"
    tier = outcome.decision.assessment.tier
    return f"{'no tier' if tier is None else tier.key} from {outcome.decision.effective_on}"


def _value(edition: Edition, key: str, outcome: Outcome | None) -> str | None:
    return None if outcome is None else written(edition, edition.metric_by_key[key], outcome.assessment.values[key])


def _credit(edition: Edition, credit: Credit | None) -> str:
    return "none" if credit is None else f"{written_amount(credit.amount, edition.currency)} {credit.status}"


def _as_data(partner: str, edition: Edition, found: WhatIf) -> Told:
    return {
        "partner": partner,
        "asOf": found.as_of,
        "edition": edition.key,
        "currency": edition.currency,
        "given": found.given,
        "accepted": found.taken,
        "rejected": _notices_as_data(found.rejected),
        "warnings": _notices_as_data(found.warned),
        "before": _outcome_as_data(edition, found.before),
        "after": _outcome_as_data(edition, found.after),
        "credits": [_change_as_data(edition, one) for one in found.credits],
    }


def _notices_as_data(notices: Iterable[Notice]) -> list[Told]:
    return [{"line": one.number, "field": one.field, "reason": one.reason} for one in notices]


def _outcome_as_data(edition: Edition, outcome: Outcome | None) -> Told | None:
    if outcome is None:
        return None
    assessment, decision = outcome.assessment, outcome.decision
    target = next_tier(edition, assessment.tier) or edition.tiers[-1]
    return {
        "tier": None if assessment.tier is None else assessment.tier.key,
        "provisional": assessment.provisional,
        "metrics": {one.key: written(edition, one, assessment.values[one.key]) for one in edition.metrics},
        "gates": {
            "tier": target.key,
            "alternatives": [
                [gate_as_data(edition, gate) for gate in gates] for gates in assessment.alternatives(target)
            ],
        },
        "nextDecision": None
        if decision is None
        else {
            "effectiveOn": decision.effective_on,
            "tier": None if decision.assessment.tier is None else decision.assessment.tier.key,
            "change": decision.change,
            "reason": decision.reason,
        },
    }


def _change_as_data(edition: Edition, one: CreditChange) -> Told:
    def amount(credit: Credit | None) -> dict[str, Any] | None:
        if credit is None:
            return None
        return {
            "amount": written_amount(credit.amount, edition.currency),
            "status": credit.status,
            "countsUntil": credit.counts_until,
        }

    return {
        "client": None if one.named is None else one.named.external_id,
        "clientName": None if one.named is None else one.named.name,
        "way": one.way,
        "difference": written_amount(one.difference, edition.currency),
        "before": amount(one.before),
        "after": amount(one.after),
    }
