"""`tierline findings`: what is doubtful, for people and for machines."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.findings.kinds import KINDS
from models.enums import FindingKind
from tests.ops.conftest import Tierline
from tests.workers.facts import certification, client, mrr, partner, report, staff
from tiers.periods import format_month, minus_months

TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(1)
PERIOD = format_month(minus_months(TODAY.replace(day=1), 1))  # the newest that can be due


@pytest.fixture
def loaded(installed: Tierline, tmp_path: Path) -> Tierline:
    """An agency with nothing doubtful but that seven clients were sold a year after they registered."""
    granted = [{**line, "granted_on": f"{TODAY}"} if line["type"] == "access" else line for line in staff(1)]
    clients = [client(number, sold_on=f"2020-01-{number:02}") for number in range(1, 8)]
    clients[0] = {**clients[0], "id": "c1\N{RIGHT-TO-LEFT OVERRIDE}"}
    amounts = [{**mrr(PERIOD, 1, "1200.00"), "client": line["id"]} for line in clients]
    lines = [partner(), certification(), *clients, *amounts, report(PERIOD, f"{TODAY.replace(day=1)}"), *granted[:1]]
    facts = tmp_path / "facts.ndjson"
    facts.write_text("\n".join(map(json.dumps, lines)))
    assert installed("import", str(facts)).code == 0
    return installed


def test_people_are_told_of_each_kind_with_examples_and_the_remedy_and_the_exit_is_1(loaded: Tierline) -> None:
    told = loaded("findings")
    assert told.code == 1
    declared = KINDS[FindingKind.SALE_FAR_FROM_REGISTRATION]
    lines = told.out.splitlines()
    start = lines.index(f"      7 LOW    SALE_FAR_FROM_REGISTRATION: {declared.says}")
    told_of = [f"c{number}: sold on 2020-01-0{number}, registered on 2019-01-10" for number in range(7, 2, -1)]
    assert [line.strip() for line in lines[start + 1 : start + 8]] == [
        *(f"{each}, {days} days apart" for each, days in zip(told_of, range(362, 357, -1), strict=True)),
        "and 2 more: --all shows them",
        f"remedy: {declared.remedy}",
    ]
    assert [line for line in lines if line.startswith("   none ")] == [
        f"   none {each.severity:<6} {kind}: {each.says}" for kind, each in KINDS.items() if each is not declared
    ]
    assert lines[-1] == f"7 findings as of {YESTERDAY}"
    assert told.err.splitlines() == [f"looking for {kind}" for kind in FindingKind]


def test_all_of_one_kind_can_be_asked_for(loaded: Tierline) -> None:
    told = loaded("findings", "--kind", "sale_far_from_registration", "--all")
    assert told.code == 1
    assert [line.split()[0] for line in told.out.splitlines()[1:8]] == [
        *(f"c{number}:" for number in range(7, 1, -1)), "c1\\u202e:",
    ]  # fmt: skip
    assert "--all shows them" not in told.out


def test_where_nothing_is_doubtful_the_exit_is_0(loaded: Tierline) -> None:
    told = loaded("findings", "--kind", "FREE_MAIL_DOMAIN")
    assert (told.code, told.out.splitlines()[-1]) == (0, f"nothing is doubtful as of {YESTERDAY}")


def test_machines_get_one_object(loaded: Tierline) -> None:
    told = loaded("findings", "--json")
    assert told.code == 1
    said = json.loads(told.out)
    assert (said["asOf"], said["findings"]) == (f"{YESTERDAY}", 7)
    assert [one["kind"] for one in said["kinds"]] == list(FindingKind)
    [found] = [one for one in said["kinds"] if one["total"]]
    declared = KINDS[FindingKind.SALE_FAR_FROM_REGISTRATION]
    assert found | {"findings": []} == {
        "kind": "SALE_FAR_FROM_REGISTRATION", "severity": "LOW", "says": declared.says, "remedy": declared.remedy,
        "sizeIs": declared.size, "total": 7, "findings": [],
    }  # fmt: skip
    assert len(found["findings"]) == 5
    assert found["findings"][0] == {
        "size": "362", "partner": "agency", "client": "c7", "employee": None, "period": None,
        "detail": "sold on 2020-01-07, registered on 2019-01-10",
    }  # fmt: skip


def test_a_kind_that_there_is_not_is_one_line(tierline: Tierline) -> None:
    told = tierline("findings", "--kind", "GHOSTS")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "--kind" in told.err
    assert "report_late" in told.err
