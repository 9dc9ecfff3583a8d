import json
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from examples.sample.portfolio import SHOWCASE_PARTNER, generate
from tiers.periods import days_after, days_before, local_day

LAST_CLOSED = date(2026, 11, 22)
BERLIN = ZoneInfo("Europe/Berlin")
DATES = re.compile(r'"\d{4}-\d\d(?:-\d\d)?(?:T([\d:]{8})[+]\d\d:\d\d)?"')

Record = dict[str, Any]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(generate(LAST_CLOSED, zone=BERLIN))


@pytest.fixture(scope="module")
def records(lines: list[str]) -> dict[str, list[Record]]:
    by_type = defaultdict(list)
    for line in lines:
        record = json.loads(line)
        by_type[record["type"]].append(record)
    return by_type


def test_the_same_day_gives_the_same_lines(lines: list[str]) -> None:
    assert list(generate(LAST_CLOSED, zone=BERLIN)) == lines


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 1, 9)])
def test_another_day_changes_dates_and_nothing_else(lines: list[str], day: date) -> None:
    def timeless(line: str) -> str:
        return DATES.sub(r'"\1"', line)

    others = generate(day, zone=BERLIN)
    assert all(timeless(line) == timeless(other) for line, other in zip(lines, others, strict=True))


def test_another_seed_gives_another_portfolio(lines: list[str]) -> None:
    assert list(islice(generate(LAST_CLOSED, zone=BERLIN, seed=1), 1_000)) != lines[:1_000]


def test_it_has_the_size_of_a_real_portfolio(records: dict[str, list[Record]]) -> None:
    sizes = Counter({kind: len(each) for kind, each in records.items()})
    assert sizes["partner"] == 200
    assert sizes["client"] == 5_000
    assert sizes["mrr_report"] == 19
    assert 50_000 < sizes["mrr"] < 100_000
    assert 400_000 < sizes["activity"] < 600_000
    assert 500 < sizes["credential"] < 1_500
    assert 1_000 < sizes["sale"] < 3_000
    assert 2_000 < sizes["measure"] < 6_000
    names = {kind: {record["name"] for record in records[kind]} for kind in ("credential", "measure")}
    assert {kind: len(each) for kind, each in names.items()} == {"credential": 4, "measure": 4}

    staff = Counter(employee["partner"] for employee in records["employee"])
    assert staff.keys() == {partner["id"] for partner in records["partner"]}
    assert set(staff.values()) == {1, 2, 3, 4, 5, 6}
    assert SHOWCASE_PARTNER in staff


def test_every_history_ends_on_the_last_closed_day(records: dict[str, list[Record]]) -> None:
    days = [record["at"][:10] for record in records["activity"]]
    assert min(days) == days_before(LAST_CLOSED, 547).isoformat()
    assert max(days) == LAST_CLOSED.isoformat()

    dated = [
        *(record["joined_on"] for record in records["partner"]),
        *(record["registered_on"] for record in records["client"]),
        *(record["sold_on"] or "" for record in records["client"]),
        *(record["granted_on"] for record in records["access"]),
        *(record["ran_on"] for record in records["mrr_report"][:-1]),
        *(record["valid_from"] for record in records["credential"]),
        *(record["on"] for record in records["measure"]),
        *(record["ended_on"] or record["sold_on"] for record in records["sale"]),
    ]
    assert max(dated) <= LAST_CLOSED.isoformat()
    ended = [record["revoked_on"] for record in records["access"] if record["revoked_on"] is not None]
    assert max(ended) > LAST_CLOSED.isoformat(), "some end on a day that is known already"


@pytest.mark.parametrize("day", [date(2027, 3, 9), date(2027, 3, 10)])
def test_nothing_happens_in_an_account_before_its_registration(day: date) -> None:
    registered: dict[str, str] = {}
    sellers_joined: dict[str, str] = {}
    for line in generate(day, zone=UTC):
        record = json.loads(line)
        match record["type"]:
            case "partner":
                sellers_joined[record["id"]] = record["joined_on"]
            case "client":
                registered[record["id"]] = record["registered_on"]
                if record["sold_by"] is not None:
                    assert sellers_joined[record["sold_by"]] <= record["sold_on"] <= record["registered_on"]
            case "sale":
                assert sellers_joined[record["partner"]] <= record["sold_on"]
            case "access":
                assert registered[record["client"]] <= record["granted_on"]
            case "activity":
                assert registered[record["client"]] <= record["at"][:10]


def test_moments_are_on_the_day_of_the_zone_whatever_its_offset(records: dict[str, list[Record]]) -> None:
    moments = {record["at"] for record in records["activity"]}
    assert {moment[19:] for moment in moments} == {"+01:00", "+02:00"}
    for moment in moments:
        assert local_day(datetime.fromisoformat(moment), BERLIN).isoformat() == moment[:10]


def test_reports_but_the_newest_run_before_they_are_due_and_one_is_corrected_later(
    records: dict[str, list[Record]],
) -> None:
    first = [report for report in records["mrr_report"] if report["revision"] == 1]
    [corrected] = [report for report in records["mrr_report"] if report["revision"] == 2]
    amounts = {(line["period"], line["revision"], line["client"]): line["amount"] for line in records["mrr"]}
    before, after = (
        {
            client: amount
            for (period, number, client), amount in amounts.items()
            if (period, number) == (month, revision)
        }
        for month, revision in ((corrected["period"], 1), (corrected["period"], 2))
    )

    assert [report["period"] for report in first[-2:]] == ["2026-09", "2026-10"]
    assert all(8 <= date.fromisoformat(report["ran_on"]).day <= 12 for report in first[:-1])
    assert first[-1]["ran_on"] == days_after(LAST_CLOSED, 1).isoformat()
    assert before.keys() == after.keys()
    assert 100 < sum(before[client] != after[client] for client in before) < 400


def test_mrr_grows_shrinks_and_ends(records: dict[str, list[Record]]) -> None:
    amounts: dict[str, dict[str, str]] = defaultdict(dict)
    for line in records["mrr"]:
        amounts[line["period"]][line["client"]] = line["amount"]
    old, new = amounts["2025-10"], amounts["2026-10"]
    both = old.keys() & new.keys()

    assert sum(1 for client in both if float(new[client]) > float(old[client])) > 100
    assert sum(1 for client in both if float(new[client]) < float(old[client])) > 50
    assert len(old.keys() - new.keys()) > 100


def test_some_partners_have_domains_in_other_scripts(records: dict[str, list[Record]]) -> None:
    foreign = [domain for partner in records["partner"] for domain in partner["domains"] if not domain.isascii()]
    emails = [employee["email"] for employee in records["employee"]]

    assert len(foreign) == 6
    assert any("@xn--" in email for email in emails)
    assert any(not email.isascii() for email in emails)
