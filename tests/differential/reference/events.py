"""Events, as subscriptions tell them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.cursors import encode_cursor
from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import NOBODY, Asker, bad_input
from tests.differential.reference.decisions import decision_on
from tests.differential.reference.ids import read_id, read_job
from tests.differential.reference.partners import standing_on
from tests.differential.reference.tables import Row

DAYS = ("as_of", "effective_on", "first_day", "foreseen_on", "last_day", "month")
MOMENTS = ("computed_at", "requested_at", "started_at", "finished_at", "lease_until")
NUMBERS = ("sold_mrr", "managed_mrr", "median_app_usage", "mrr")
MOST_EVENTS = 1_000  # of a world, and some to spare
FINAL = ("SUCCEEDED", "FAILED", "CANCELLED")


def read_payload(text: str) -> Row:
    """A row as it was when its event was published."""
    row: dict[str, Any] = json.loads(text, parse_float=Decimal)
    for names, read in ((DAYS, date.fromisoformat), (MOMENTS, datetime.fromisoformat), (NUMBERS, Decimal)):
        row |= {name: read(row[name]) for name in names if row.get(name) is not None}
    return row


def write_cursor(seq: int) -> str:
    return encode_cursor(seq)


def _newest(asker: Asker) -> int:
    return max((row["seq"] for row in asker.tables["event"]), default=0)


def _resume(asker: Asker, after: str) -> int:
    """The number of the event after which to go on."""
    numbers = [number for number in range(MOST_EVENTS) if write_cursor(number) == after]
    if not numbers:
        raise bad_input("after: not a cursor of a subscription; use the `cursor` of an event as it was received")
    if numbers[0] > _newest(asker):
        raise bad_input("after: the cursor is ahead of the newest event, so it is not from this database")
    return numbers[0]


def _watched(asker: Asker, arguments: Arguments) -> int | None:
    """The partner that is watched, None for all."""
    asker.require_reader()
    wanted = arguments.get("partnerId")
    partner = asker.own
    if wanted is not None:
        row = read_id(asker.tables, wanted, "Partner")[1]
        partner = NOBODY if row is None else row["id"]
    if partner is not None and (not asker.sees(partner) or asker.tables.find("partner", partner) is None):
        raise bad_input("there is no such partner")
    return partner


def _since(asker: Asker, kind: str, seq: int, column: str, row: int | None) -> Iterator[Row]:
    for event in sorted(asker.tables["event"], key=lambda event: event["seq"]):
        if event["kind"] == kind and event["seq"] > seq and row in (None, event[column]):
            yield event


def tier_changes(asker: Asker, arguments: Arguments) -> Iterator[Mapping[str, object]]:
    partner = _watched(asker, arguments)
    seq = _newest(asker)
    if arguments.get("after") is None:
        decision = None if partner is None else decision_on(asker, partner, asker.today)
        yield {"kind": "SNAPSHOT", "cursor": write_cursor(seq), "decision": decision}
    else:
        seq = _resume(asker, arguments["after"])
    for event in _since(asker, "TIER_CHANGED", seq, "partner_id", partner):
        decision = asker.tables.get("tier_decision", event["decision_id"])
        yield {"kind": "CHANGE", "cursor": write_cursor(event["seq"]), "decision": decision}


def standing_changes(asker: Asker, arguments: Arguments) -> Iterator[Mapping[str, object]]:
    partner = _watched(asker, arguments)
    seq = _newest(asker)
    if arguments.get("after") is None:
        whose = None if partner is None else asker.tables.get("partner", partner)
        standing = None if whose is None else standing_on(asker, whose, asker.newest_day)
        yield {"kind": "SNAPSHOT", "cursor": write_cursor(seq), "partner": whose, "standing": standing}
    else:
        seq = _resume(asker, arguments["after"])
    for event in _since(asker, "STANDING_CHANGED", seq, "partner_id", partner):
        yield {
            "kind": "CHANGE",
            "cursor": write_cursor(event["seq"]),
            "partner": asker.tables.get("partner", event["partner_id"]),
            "standing": read_payload(event["payload"]),
        }


def forecast_changes(asker: Asker, arguments: Arguments) -> Iterator[Mapping[str, object]]:
    partner = _watched(asker, arguments)
    seq = _newest(asker)
    if arguments.get("after") is None:
        whose = None if partner is None else asker.tables.get("partner", partner)
        rows = [] if partner is None else asker.tables.where("forecast", "partner_id", partner)
        first = min(rows, key=lambda row: (row["change"] == "UNCHANGED", row["place"]), default=None)
        yield {"kind": "SNAPSHOT", "cursor": write_cursor(seq), "partner": whose, "decision": first}
    else:
        seq = _resume(asker, arguments["after"])
    for event in _since(asker, "FORECAST_CHANGED", seq, "partner_id", partner):
        yield {
            "kind": "CHANGE",
            "cursor": write_cursor(event["seq"]),
            "partner": asker.tables.get("partner", event["partner_id"]),
            "decision": read_payload(event["payload"]),
        }


def recompute_progress(asker: Asker, arguments: Arguments) -> Iterator[Row]:
    """As it is now; whatever comes later is nothing that is known yet."""
    asker.require_operator()
    job = asker.tables.find("recompute_job", read_job(arguments["jobId"]))
    if job is None:
        raise bad_input("jobId: there is no such recompute job")
    yield job


def job_changes(asker: Asker, _: Arguments) -> Iterator[Row]:
    """Nothing that is known yet."""
    asker.require_operator()
    yield from ()


SOURCES = {
    "forecastChanges": forecast_changes,
    "jobChanges": job_changes,
    "recomputeProgress": recompute_progress,
    "standingChanges": standing_changes,
    "tierChanges": tier_changes,
}
