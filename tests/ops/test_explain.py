import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ops.conftest import Tierline
from tests.ops.test_commands import assert_one_line, write_lines
from tests.workers.facts import client, silver, staff, use

DAY = "2019-04-14"
WITHOUT_DOMAIN = {"type": "employee", "id": "bo", "partner": "agency", "email": "bo@mail.example"}


@pytest.fixture
def loaded(installed: Tierline, tmp_path: Path) -> Tierline:
    lines = [
        *silver(),
        client(2, sold_by=None),
        *staff(2),
        WITHOUT_DOMAIN,
        client(3, sold_by=None),
        {"type": "access", "client": "c3", "employee": "bo", "granted_on": "2019-01-10"},
        *use(2, "2019-01-12", "CRM"),
    ]
    assert installed("migrate").code == 0
    assert installed("import", write_lines(tmp_path / "facts.ndjson", *lines)).code == 0
    return installed


def test_numbers_are_shown_with_what_is_behind_them(loaded: Tierline) -> None:
    told = loaded("explain", "agency", "--as-of", DAY)
    assert (told.code, told.err) == (0, "")
    first, *lines = told.out.splitlines()
    assert first == "agency as of 2019-04-14, by agency/2018-05: SILVER, provisional"
    assert "gates of GOLD" in lines
    found = {tuple(line.split()) for line in lines}
    assert ("SOLD_MRR", "at", "least", "2,100.00", "has", "1,200.00", "lacks", "900.00") in found
    assert ("SOLD_MRR", "1,200.00", "USD:", "Sold", "MRR") in found
    sold = "1,200.00 c1 Client 1 SOLD COUNTED 2019-03-05 to 2020-01-10"
    assert tuple(sold.split()) in found
    managed = "1,200.00 c1 Client 1 MANAGED COUNTED 2019-03-11 to 2019-06-09 ada@agency.example was last active on"
    assert (*managed.split(), "2019-03-11") in found
    assert any("c2" in line and "NO_RECENT_ACTIVITY" in line and "2019-01-12" in line for line in lines)
    assert any("c3" in line and "bo@mail.example is in none of the partner's domains" in line for line in lines)
    assert any("in the middle; one more app lifts the median" in line for line in lines)


def test_machines_get_all_of_it(loaded: Tierline) -> None:
    told = json.loads(loaded("explain", "agency", "--as-of", DAY, "--tier", "DIAMOND", "--json").out)
    assert (told["tier"], told["gatesOf"], told["edition"]) == ("SILVER", "DIAMOND", "2018-05")
    [gates] = told["alternatives"]
    assert {gate["metric"]: gate["limiting"] for gate in gates} == {
        "SOLD_MRR": True,
        "MANAGED_MRR": True,
        "MEDIAN_APP_USAGE": False,
        "CERTIFIED": False,
    }
    metrics = {one["metric"]: one for one in told["metrics"]}
    assert metrics["MEDIAN_APP_USAGE"]["liftedBy"] == ["c1"]
    assert metrics["CERTIFIED"]["contributions"] == [
        {"amount": "1", "countsFrom": "2018-01-01", "countsUntil": "2020-12-31"}
    ]
    largest = metrics["MANAGED_MRR"]["contributions"][0]
    assert (largest["client"], largest["amount"], largest["status"]) == ("c1", "1200.00", "COUNTED")
    assert largest["access"] == {
        "employee": "ada-agency",
        "email": "ada@agency.example",
        "domainMatches": True,
        "grantedOn": "2019-01-10",
        "endsOn": None,
        "lastActiveOn": "2019-03-11",
    }
    assert largest["lines"] == [
        {
            "line": None,
            "soldOn": None,
            "reported": "1200.00",
            "currency": "USD",
            "amount": "1200.00",
            "countsUntil": "2019-06-09",
        }
    ]


def test_of_many_the_largest_are_shown_and_all_when_asked_for(installed: Tierline, tmp_path: Path) -> None:
    lines = [*silver(), *(client(number) for number in range(2, 14))]
    assert installed("migrate").code == 0
    assert installed("import", write_lines(tmp_path / "facts.ndjson", *lines)).code == 0
    short = installed("explain", "agency", "--as-of", DAY).out
    assert short.count("and 3 more: --all shows them") == 2
    everything = installed("explain", "agency", "--as-of", DAY, "--all").out
    assert "more: --all" not in everything
    assert "c13" in everything


def test_by_default_it_is_about_the_last_closed_day(loaded: Tierline) -> None:
    closed = datetime.now(UTC).date() - timedelta(1)
    assert json.loads(loaded("explain", "agency", "--json").out)["asOf"] in {
        closed.isoformat(),
        (closed - timedelta(1)).isoformat(),
    }


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["nobody"], ["no partner has the id 'nobody'"]),
        (["agency", "--as-of", "2999-01-01"], ["2999-01-01 has not closed; the last closed day is"]),
        (["agency", "--as-of", "2017-12-31"], ["agency joined on 2018-01-01"]),
        (["agency", "--as-of", "2001-01-01"], ["2001-01-01"]),
        (["agency", "--as-of", "yesterday"], ["--as-of", "YYYY-MM-DD"]),
        (["agency", "--as-of", DAY, "--tier", "GOLDEN"], ["no tier 'GOLDEN'", "SILVER, GOLD, PLATINUM, DIAMOND"]),
    ],
)
def test_what_cannot_be_explained_is_told_in_one_line(loaded: Tierline, arguments: list[str], parts: list[str]) -> None:
    assert_one_line(loaded("explain", *arguments), *parts)


def test_what_has_changed_is_shown_client_by_client(loaded: Tierline) -> None:
    told = loaded("changes", "agency", "--from", "2019-03-14", "--to", "2019-06-10")
    assert (told.code, told.err) == (0, "")
    first, *lines = told.out.splitlines()
    assert first == "agency from 2019-03-14 to 2019-06-10, by agency/2018-05: SILVER to no tier"
    found = {tuple(line.split()) for line in lines}
    assert ("MANAGED_MRR", "1,200.00", "to", "0.00", "USD:", "Managed", "MRR") in found
    assert ("-1,200.00", "c1", "Client", "1", "MANAGED", "ACTIVITY_LAPSED") in found
    assert ("SOLD_MRR", "still", "1,200.00", "USD:", "Sold", "MRR") in found


def test_machines_get_all_that_has_changed(loaded: Tierline) -> None:
    told = json.loads(loaded("changes", "agency", "--from", "2019-03-04", "--to", "2019-03-14", "--json").out)
    assert told["tiers"] == {"before": None, "after": "SILVER"}
    sold = next(one for one in told["metrics"] if one["metric"] == "SOLD_MRR")
    assert (sold["before"], sold["after"]) == ("0.00", "1200.00")
    [client_] = sold["clients"]
    assert client_ == {
        "client": "c1",
        "clientName": "Client 1",
        "way": "SOLD",
        "before": "0.00",
        "after": "1200.00",
        "difference": "1200.00",
        "cause": "REPORT",
    }


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["nobody", "--from", DAY], ["no partner has the id 'nobody'"]),
        (["agency"], ["--from"]),
        (["agency", "--from", DAY, "--to", "2999-01-01"], ["2999-01-01 has not closed"]),
        (["agency", "--from", DAY, "--to", "2019-04-13"], ["--from 2019-04-14 is after 2019-04-13"]),
        (["agency", "--from", "2017-12-31", "--to", DAY], ["agency joined on 2018-01-01"]),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(loaded: Tierline, arguments: list[str], parts: list[str]) -> None:
    assert_one_line(loaded("changes", *arguments), *parts)
