"""`tierline forecast`: what is to come, for people and for machines."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ops.commands.forecast import tell_missing
from tests.ops.conftest import Tierline
from tests.tiers.editions.editions import EDITIONS
from tests.workers.facts import certification, client, mrr, partner, report, staff, use
from tiers.gates import Comparison, gates_of
from tiers.periods import format_month, minus_months
from tiers.sales import last_sold_day

TODAY = datetime.now(UTC).date()
SOLD_ON = minus_months(TODAY, 12) + timedelta(20)
ACTIVE_ON = TODAY - timedelta(70)


@pytest.fixture
def loaded(installed: Tierline, tmp_path: Path) -> Tierline:
    """An agency whose only sale expires in 20 days, and whose activity was 70 days ago."""
    period = format_month(minus_months(TODAY.replace(day=1), 2))
    granted = [{**line, "granted_on": f"{SOLD_ON}"} if line["type"] == "access" else line for line in staff(1)]
    lines: list[Mapping[str, object]] = [
        *(partner(name="agency"), certification(valid_until="2999-12-31")),
        *(
            client(
                1,
                registered_on=f"{SOLD_ON - timedelta(90)}",
                sold_on=f"{SOLD_ON}",
                name="One \N{RIGHT-TO-LEFT OVERRIDE}",
            ),
            *granted,
        ),
        *(mrr(period, 1, "1200.00"), report(period, f"{TODAY - timedelta(15)}")),
        *use(1, f"{ACTIVE_ON}", "CRM", "EMAIL", "FORMS"),
    ]
    facts = tmp_path / "facts.ndjson"
    facts.write_text("\n".join(map(json.dumps, lines)))
    assert installed("import", str(facts)).code == 0
    return installed


def test_people_read_what_ends_when_and_what_is_lacking(loaded: Tierline) -> None:
    told = loaded("forecast", "agency").out.splitlines()
    assert told[0] == (
        f"agency holds no tier; by what is known after {TODAY - timedelta(1)}, if whoever is active goes on:"
    )
    assert [line.split()[1:] for line in told if line[0].isdigit()][-1] == ["no", "tier", "UNCHANGED", "MET"]
    assert [line.strip() for line in told if line[0] == " "][-2:] == [
        "for SILVER: SOLD_MRR is 0.00 of 1125.00",
        f"ended: SOLD 1200.00 of c1 One \\u202e, last on {last_sold_day(SOLD_ON, 12)}: EXPIRED",
    ]


@pytest.mark.parametrize(
    ("assume", "ways"), [("activity_continues", ["SOLD"]), ("NO_FURTHER_FACTS", ["SOLD", "MANAGED"])]
)
def test_machines_get_every_number(loaded: Tierline, assume: str, ways: list[str]) -> None:
    told = json.loads(loaded("forecast", "agency", "--json", "--assume", assume, "--decisions", "2").out)
    assert (told["partner"], told["assume"], told["tier"]) == ("agency", assume.upper(), None)
    first, last = told["decisions"]
    assert date.fromisoformat(first["effectiveOn"]) - date.fromisoformat(first["asOf"]) == timedelta(1)
    assert last["edition"] == "2018-05"
    assert last["metrics"]["SOLD_MRR"] == "0.00"
    assert (last["tier"], last["change"]) == (None, "UNCHANGED" if first["tier"] is None else "DEMOTED")
    assert last["gates"]["tier"] == "SILVER"
    [gates] = last["gates"]["alternatives"]
    assert gates[0] == {
        "metric": "SOLD_MRR",
        "comparison": "AT_LEAST",
        "required": "1125.00",
        "actual": "0.00",
        "passed": False,
        "missing": "1125.00",
    }
    assert [(one["way"], one["client"], one["amount"]) for one in last["expired"]] == [
        (way, "c1", "1200.00") for way in ways
    ]


def test_a_number_that_has_to_be_exceeded_is_told_as_one() -> None:
    edition = EDITIONS["microsoft-infrastructure-2023"]
    gates = {
        (gate.metric, tell_missing(edition, gate))
        for tier in edition.tiers
        for gates in tier.alternatives
        for gate in gates_of(edition, gates, dict.fromkeys(edition.metric_by_key))
        if gate.comparison is Comparison.ABOVE
    }
    assert gates
    assert all(told.startswith(f"{metric} is none of more than ") for metric, told in gates)


def test_what_cannot_be_asked_gets_one_line(loaded: Tierline) -> None:
    told = loaded("forecast", "nobody")
    assert (told.code, told.err) == (
        1,
        "tierline: no partner has the id 'nobody'; ids are those of the facts that were loaded\n",
    )
    assert loaded("forecast", "agency", "--decisions", "13").code == 2


def test_nobody_is_forecast_before_it_has_joined(installed: Tierline, tmp_path: Path) -> None:
    facts = tmp_path / "facts.ndjson"
    facts.write_text(json.dumps(partner(joined_on="2999-01-01")))
    installed("import", str(facts))
    told = installed("forecast", "agency", "--decisions", "1").out
    assert told.splitlines()[1:] == ["no decision: it has not joined by then"]
