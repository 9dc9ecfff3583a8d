import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pycountry
import pytest

from examples.sample.doubtful import FREE_MAIL
from examples.sample.portfolio import generate
from intake.reading import READER
from intake.terms import Terms
from models.editions import load_editions
from tiers.apps import app_bit
from tiers.editions.counted import counted_currencies

COUNTRIES = {country.alpha_2 for country in pycountry.countries}

Record = dict[str, Any]


@pytest.fixture(scope="module")
def records() -> dict[str, list[Record]]:
    by_type = defaultdict(list)
    for line in generate(date(2026, 11, 22), zone=UTC):
        record = json.loads(line)
        by_type[record["type"]].append(record)
    return by_type


def is_text(value: object) -> bool:
    return isinstance(value, str) and value != "" and value == value.strip()


def is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def is_month(value: object) -> bool:
    return isinstance(value, str) and is_day(f"{value}-01")


def is_email(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[^@\s]+@[^@\s]+\.example", value.lower()) is not None


def is_domain(value: str) -> bool:
    return value.endswith(".example") or value == FREE_MAIL


def is_moment(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value) is not None


def or_null(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or check(value)


FORMAT: dict[str, dict[str, Callable[[Any], bool]]] = {
    "partner": {
        "id": is_text,
        "name": is_text,
        "domains": lambda value: value[0].endswith(".example") and all(is_domain(domain) for domain in value),
        "country": or_null(COUNTRIES.__contains__),
        "joined_on": is_day,
    },
    "certification": {"partner": is_text, "valid_from": is_day, "valid_until": is_day},
    "employee": {"id": is_text, "partner": is_text, "email": is_email, "name": or_null(is_text)},
    "client": {
        "id": is_text,
        "name": is_text,
        "registered_on": is_day,
        "country": or_null(COUNTRIES.__contains__),
        "sold_by": or_null(is_text),
        "sold_on": or_null(is_day),
    },
    "access": {"client": is_text, "employee": is_text, "granted_on": is_day, "revoked_on": or_null(is_day)},
    "mrr": {
        "period": is_month,
        "revision": lambda value: value in (1, 2),
        "client": is_text,
        "amount": lambda value: re.fullmatch(r"\d+\.\d\d", value) is not None,
        "currency": lambda value: value == "USD",
    },
    "mrr_report": {"period": is_month, "revision": lambda value: value in (1, 2), "ran_on": is_day},
    "credential": {
        "employee": is_text,
        "name": is_text,
        "valid_from": is_day,
        "valid_until": is_day,
    },
    "sale": {
        "id": is_text,
        "partner": is_text,
        "client": is_text,
        "line": is_text,
        "kind": lambda value: value in ("SOURCED", "ASSISTED"),
        "sold_on": is_day,
        "ended_on": or_null(is_day),
    },
    "measure": {
        "partner": or_null(is_text),
        "client": or_null(is_text),
        "name": is_text,
        "on": is_day,
        "value": lambda value: re.fullmatch(r"\d+(\.\d+)?", value) is not None,
        "currency": lambda value: value is None,
    },
    "activity": {
        "id": is_text,
        "client": is_text,
        "actor": is_email,
        "kind": lambda value: value in ("LOGIN", "USE"),
        "app": or_null(lambda value: app_bit(str(value)) is not None or value == "QUOTES"),
        "at": is_moment,
    },
}

KEYS = {
    "partner": ("id",),
    "certification": ("partner", "valid_from"),
    "employee": ("id",),
    "client": ("id",),
    "access": ("client", "employee", "granted_on"),
    "mrr": ("period", "revision", "client"),
    "mrr_report": ("period", "revision"),
    "activity": ("id",),
    "credential": ("employee", "name", "valid_from"),
    "sale": ("id",),
    "measure": ("partner", "client", "name", "on"),
}


@pytest.mark.parametrize("kind", FORMAT)
def test_every_record_is_complete_and_valid(records: dict[str, list[Record]], kind: str) -> None:
    fields = FORMAT[kind]
    for record in records[kind]:
        assert list(record) == ["type", *fields]
        bad = [name for name, check in fields.items() if not check(record[name])]
        assert not bad, record


@pytest.mark.parametrize("kind", KEYS)
def test_no_key_comes_twice(records: dict[str, list[Record]], kind: str) -> None:
    keys = {tuple(record[name] for name in KEYS[kind]) for record in records[kind]}
    assert len(keys) == len(records[kind])


def test_every_reference_is_to_a_record_of_the_sample(records: dict[str, list[Record]]) -> None:
    known = {kind: {record["id"] for record in records[kind]} for kind in ("partner", "employee", "client")}
    for kind in ("certification", "employee", "credential", "access", "sale", "mrr", "activity"):
        for record in records[kind]:
            assert all(record[name] in ids for name, ids in known.items() if name in record)
    for name in ("partner", "client"):
        about = {measure[name] for measure in records["measure"]}
        assert None in about <= known[name] | {None}
    assert {client["sold_by"] for client in records["client"]} <= known["partner"] | {None}


def test_records_keep_the_rules_between_fields(records: dict[str, list[Record]]) -> None:
    assert all((client["sold_by"] is None) == (client["sold_on"] is None) for client in records["client"])
    assert all((event["kind"] == "LOGIN") == (event["app"] is None) for event in records["activity"])
    assert all(each["revoked_on"] is None or each["granted_on"] < each["revoked_on"] for each in records["access"])

    assert all((each["partner"] is None) != (each["client"] is None) for each in records["measure"])
    assert all(each["ended_on"] is None or each["sold_on"] < each["ended_on"] for each in records["sale"])
    assert all(each["valid_from"] < each["valid_until"] for each in records["credential"])

    periods = defaultdict(list)
    for each in records["certification"]:
        periods[each["partner"]].append((each["valid_from"], each["valid_until"]))
    for certified in map(sorted, periods.values()):
        assert all(start <= end for start, end in certified)
        assert all(before[1] < after[0] for before, after in pairwise(certified))


def test_the_import_reads_every_line() -> None:
    terms = Terms(counted_currencies(load_editions()), ZoneInfo("UTC"))
    rows = Counter(READER.read(line.encode(), terms)[0].name for line in generate(date(2026, 11, 22), zone=terms.zone))
    assert len(rows) == len(FORMAT)
