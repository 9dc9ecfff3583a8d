"""`tierline what-if`: what a partner would be, for people and for machines, of facts that nobody loads."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ops.conftest import Tierline
from tests.workers.facts import Line, certification, client, mrr, partner, report, use
from tiers.periods import format_month, minus_months

CLOSED = datetime.now(UTC).date() - timedelta(1)
SOLD_ON = CLOSED - timedelta(100)


@pytest.fixture
def loaded(installed: Tierline, tmp_path: Path) -> Tierline:
    """An agency that has sold one client."""
    period = format_month(minus_months(CLOSED.replace(day=1), 2))
    lines = [
        *(partner(), certification(valid_until="2999-12-31")),
        client(1, registered_on=f"{SOLD_ON}", sold_on=f"{SOLD_ON}", name="One \N{RIGHT-TO-LEFT OVERRIDE}"),
        *(mrr(period, 1, "1200.00"), report(period, f"{CLOSED - timedelta(15)}")),
    ]
    assert installed("import", write(tmp_path, lines)).code == 0
    return installed


def write(directory: Path, lines: list[Line]) -> str:
    file = directory / "facts.ndjson"
    file.write_text("\n".join(map(json.dumps, lines)))
    return str(file)


SUPPOSED: list[Line] = [
    client(2, registered_on=f"{SOLD_ON}", sold_on=f"{SOLD_ON}", name="Two"),
    {"type": "client_mrr", "client": "c2", "amount": "5000.00"},
    {"type": "client_mrr", "client": "c1", "amount": "1000.00"},
    {"type": "client_mrr", "client": "c?", "amount": "5000.00"},
]


def test_people_read_what_would_be_and_what_is_rejected(loaded: Tierline, tmp_path: Path) -> None:
    file = write(tmp_path, SUPPOSED)
    told = loaded("what-if", "agency", "--facts", file)
    assert (told.code, told.err) == (0, f'{file}:4: client: no client has the id "c?"\n')
    lines = told.out.splitlines()
    assert lines[0] == (
        f"agency as of {CLOSED}, with 3 of 4 facts that change something (1 rejected); nothing is loaded"
    )
    assert "tier            no tier -> no tier" in lines
    assert "SOLD_MRR        1,200.00 -> 6,000.00" in lines
    assert [line.strip() for line in lines if "SOLD 5000" in line or "SOLD -200" in line] == [
        "SOLD 5000.00 of c2 Two: none -> 5000.00 COUNTED",
        "SOLD -200.00 of c1 One \\u202e: 1200.00 COUNTED -> 1000.00 COUNTED",
    ]
    assert loaded("what-if", "agency", "--facts", file).out == told.out


def test_machines_read_one_object(loaded: Tierline, tmp_path: Path) -> None:
    day = CLOSED + timedelta(40)
    told = json.loads(
        loaded("what-if", "agency", "--facts", write(tmp_path, SUPPOSED), "--as-of", f"{day}", "--json").out
    )
    assert (told["partner"], told["asOf"], told["given"], told["accepted"]) == ("agency", f"{day}", 4, 3)
    assert [(one["line"], one["field"]) for one in told["rejected"]] == [(4, "client")]
    assert (told["before"]["metrics"]["SOLD_MRR"], told["after"]["metrics"]["SOLD_MRR"]) == ("1200.00", "6000.00")
    assert told["after"]["nextDecision"]["tier"] is None
    assert told["after"]["gates"]["tier"] == "SILVER"
    assert told["credits"][0]["client"] == "c2"
    assert told["credits"][0]["after"]["status"] == "COUNTED"


def test_what_may_have_been_meant_otherwise_is_told_as_a_warning(loaded: Tierline, tmp_path: Path) -> None:
    day = f"{CLOSED - timedelta(5)}"
    assert loaded("import", write(tmp_path, use(1, day, "CRM"))).code == 0
    other: list[Line] = [{**line, "app": "EMAIL"} for line in use(1, day, "CRM")]
    file, name = write(tmp_path, other), other[0]["id"]
    reason = f'"{name}" was seen before with other content, which is kept'
    told = loaded("what-if", "agency", "--facts", file)
    assert (told.code, told.err) == (0, f"{file}:1: warning: id: {reason}\n")
    data = json.loads(loaded("what-if", "agency", "--facts", file, "--json").out)
    assert (data["rejected"], data["warnings"]) == ([], [{"line": 1, "field": "id", "reason": reason}])


def test_what_cannot_be_asked_gets_one_line(loaded: Tierline, tmp_path: Path) -> None:
    file = write(tmp_path, SUPPOSED)
    table = tmp_path / "facts.csv"
    table.write_text("id,name\nP1,One\n")
    many = tmp_path / "many.ndjson"
    many.write_text(f"{json.dumps(SUPPOSED[0])}\n" * 1001)
    for words, reason in (
        (("nobody", "--facts", file), "no partner has the id 'nobody'"),
        (("agency", "--facts", f"{tmp_path}/none"), f"cannot read {tmp_path}/none: No such file"),
        (("agency", "--facts", f"{table}"), f"{table} looks like CSV, not like NDJSON: write each row"),
        (("agency", "--facts", f"{many}"), f"{many} has more than 1,000 facts"),
        (("agency", "--facts", file, "--as-of", "2999-01-01"), "2999-01-01 is too far ahead"),
        (("agency", "--facts", file, "--as-of", "2001-01-01"), "no edition"),
    ):
        told = loaded("what-if", *words)
        assert (told.code, told.out) == (1, "")
        assert reason in told.err
        assert told.err.startswith("tierline: ")
        assert told.err.count("\n") == 1
