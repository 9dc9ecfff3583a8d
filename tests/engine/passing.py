"""Time that passes as a forecast assumes it does: what is loaded for that, and what is then decided."""

from collections.abc import Iterable
from datetime import date, timedelta

from intake.terms import Confirmation
from models.rulebook import Rulebook
from tests.workers.conftest import NOW
from tests.workers.facts import Line, fetch, load
from tiers.forecasts import Assumption
from tiers.periods import format_month, newest_due_period

KNOWN = """
SELECT period, revision FROM mrr_report WHERE ran_on <= $1 ORDER BY period DESC, revision DESC LIMIT 1
"""
LINES = """
SELECT c.external_id, l.amount::text, l.currency, l.line FROM mrr_line l JOIN client c ON c.id = l.client_id
WHERE l.period = $1 AND l.revision = $2
"""
ACTIVE = """
SELECT DISTINCT c.external_id, a.address, e.kind, e.app
FROM activity_event e JOIN client c ON c.id = e.client_id JOIN actor a ON a.id = e.actor_id
WHERE e.day BETWEEN $1::date - 90 AND $1
"""


async def pass_time(rules: Rulebook, last_closed: date, days: Iterable[date], assumption: Assumption) -> None:
    """Loads, all at once, what comes by each of the days: reports, and activity if it goes on.

    Nobody who goes on is without activity for longer than from one of the days to the next.
    """
    days = list(days)
    reports = [line for day in days for line in await _due_report(day)]
    going_on = [] if assumption is Assumption.NO_FURTHER_FACTS else await _activity(last_closed, days)
    _, rejected = await load([*reports, *going_on], rules, Confirmation("ada", NOW))
    assert rejected == []


async def _due_report(day: date) -> list[Line]:
    """The report that is due by the day, if it has not run, with what the last known one says."""
    due = newest_due_period(day)
    known = await fetch(KNOWN, day)
    if not known or known[0][0] >= due:
        return []
    [(revision,)] = await fetch("SELECT coalesce(max(revision), 0) + 1 FROM mrr_line WHERE period = $1", due)
    own = {"period": format_month(due), "revision": revision}
    lines = [
        {"type": "mrr", **own, "client": client, "amount": amount, "currency": currency, "line": line}
        for client, amount, currency, line in await fetch(LINES, *known[0])
    ]
    return [*lines, {"type": "mrr_report", **own, "ran_on": f"{day}"}]


async def _activity(last_closed: date, days: Iterable[date]) -> list[Line]:
    """What everybody who was active by the last closed day did then, again on the day after it and on each of these."""
    done = await fetch(ACTIVE, last_closed)
    return [
        {
            "type": "activity",
            "id": f"again {client} {actor} {kind} {app} {day}",
            "client": client,
            "actor": actor,
            "kind": kind,
            "app": app,
            "at": f"{day}T12:00:00Z",
        }
        for day in (last_closed + timedelta(1), *days)
        for client, actor, kind, app in done
    ]
