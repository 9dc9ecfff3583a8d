from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.database import acquire
from tests.api.front import INGEST, OPERATOR, Api, partner_token
from tests.api.rows import add_partner
from tests.api.writing import all_rows

FACTS = """
mutation ($records: [FactInput!]!) {
  importFacts(input: { records: $records }) {
    accepted unchanged rejected { index field reason } warnings { index field } userErrors { message code path }
  }
}
"""
ACTIVITY = """
mutation ($events: [ActivityInput!]!) {
  recordActivity(input: { events: $events }) {
    accepted unchanged rejected { index field reason } warnings { index field } userErrors { message code path }
  }
}
"""
NOTHING = {"accepted": 0, "unchanged": 0, "rejected": [], "warnings": [], "userErrors": []}
PORTFOLIO: list[dict[str, Any]] = [
    {"partner": {"id": "P-1", "name": "One", "domains": ["one.example"], "country": "DE", "joinedOn": "2018-06-01"}},
    {"certification": {"partner": "P-1", "validFrom": "2018-06-01", "validUntil": "2019-12-31"}},
    {"employee": {"id": "E-1", "partner": "P-1", "email": "ann@one.example"}},
    {"client": {"id": "C-1", "name": "First", "registeredOn": "2018-07-01", "soldBy": "P-1", "soldOn": "2018-08-01"}},
    {"access": {"client": "C-1", "employee": "E-1", "grantedOn": "2018-08-02"}},
    {"mrr": {"period": "2019-05", "client": "C-1", "amount": "1200.50"}},
    {"mrrReport": {"period": "2019-05", "ranOn": "2019-06-05"}},
]
LOGIN = {"id": "A-1", "client": "C-1", "actor": "ann@one.example", "kind": "LOGIN", "at": "2019-06-01T10:00:00+02:00"}


async def ingest(api: Api, token: str, query: str, items: Sequence[object]) -> dict[str, Any]:
    name = "records" if query is FACTS else "events"
    data = await api.ask(token, query, {name: items})
    payload: dict[str, Any] = data["importFacts" if query is FACTS else "recordActivity"]
    return payload


async def test_facts_of_every_type_are_loaded_in_any_order(api: Api) -> None:
    for token in (OPERATOR, INGEST):
        closed = [{"index": 0, "field": "revision"}, {"index": 1, "field": "revision"}]
        expected = {"accepted": 7} if token is OPERATOR else {"unchanged": 7, "warnings": closed}
        assert await ingest(api, token, FACTS, PORTFOLIO[::-1]) == NOTHING | expected
    assert await ingest(api, INGEST, ACTIVITY, [LOGIN]) == NOTHING | {"accepted": 1}
    assert await ingest(api, OPERATOR, ACTIVITY, [LOGIN]) == NOTHING | {"unchanged": 1}
    async with acquire() as connection:
        assert await connection.fetchval("SELECT amount FROM mrr_line") == Decimal("1200.50")
        assert await connection.fetchval("SELECT joined_on FROM partner") == date(2018, 6, 1)
        assert await connection.fetchval("SELECT count(*) FROM stale_day") == 1


async def test_a_missing_optional_field_means_null(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    bare = {"client": {"id": "C-1", "name": "First", "registeredOn": "2018-07-01"}}
    assert await ingest(api, OPERATOR, FACTS, [bare]) == NOTHING | {"accepted": 1}
    null = {"client": bare["client"] | {"soldBy": None, "soldOn": None, "country": None}}
    assert await ingest(api, OPERATOR, FACTS, [null]) == NOTHING | {"unchanged": 1}
    async with acquire() as connection:
        assert await connection.fetchval("SELECT sold_by_id FROM client") is None


FURTHER: list[dict[str, Any]] = [
    {"employee": {"id": "E-2", "partner": "P-1", "email": "ben@one.example", "leftOn": "2019-06-01", "name": "Ben"}},
    {"credential": {"employee": "E-2", "name": "Ads", "validFrom": "2019-01-01"}},
    {
        "sale": {
            "id": "S-1", "partner": "P-1", "client": "C-1", "line": "CRM", "kind": "ASSISTED", "soldOn": "2019-01-01",
        }
    },
    {"measure": {"partner": "P-1", "name": "SEATS", "on": "2019-05-31", "value": "-12.50", "currency": "USD"}},
    {"measure": {"client": "C-1", "name": "SEATS", "on": "2019-05-31", "value": "0.000001"}},
    {"mrr": {"period": "2019-06", "client": "C-1", "amount": "7", "line": "CRM"}},
]  # fmt: skip


@pytest.mark.parametrize("token", [OPERATOR, INGEST])
async def test_measures_credentials_sales_and_product_lines_are_loaded(api: Api, token: str) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    assert await ingest(api, token, FACTS, FURTHER[::-1]) == NOTHING | {"accepted": 6}
    assert await ingest(api, token, FACTS, FURTHER) == NOTHING | {"unchanged": 6}
    async with acquire() as connection:
        rows = await connection.fetch("SELECT value, currency FROM measure ORDER BY value")
        assert [tuple(row) for row in rows] == [(Decimal("-12.50"), "USD"), (Decimal("0.000001"), None)]
        assert [tuple(row) for row in await connection.fetch("SELECT left_on, name FROM employee ORDER BY id")] == [
            (None, None),
            (date(2019, 6, 1), "Ben"),
        ]
    before = await all_rows()
    bad = [
        {"measure": FURTHER[3]["measure"] | {"client": "C-1"}},
        {"measure": FURTHER[3]["measure"] | {"value": "1.005"}},
        {"credential": FURTHER[1]["credential"] | {"validFrom": "2020-01-01"}},
        {"sale": FURTHER[2]["sale"] | {"endedOn": "2019-01-01"}},
        {"mrr": {"period": "2019-06", "client": "C-1", "amount": "7"}},
    ]
    payload = await ingest(api, token, FACTS, bad)
    fields = ["client", "value", "validFrom", "endedOn", "line"]
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == list(enumerate(fields))
    assert await all_rows() == before


async def test_partners_load_none_of_them(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    before = await all_rows()
    code, _ = await api.fail(partner_token("P-1"), FACTS, {"records": FURTHER})
    assert code == "FORBIDDEN"
    assert await all_rows() == before


async def test_bad_records_are_told_by_index_and_field_and_the_others_are_kept(api: Api) -> None:
    bad: list[dict[str, Any]] = [
        {"client": {"id": "C-2", "name": "Second", "registeredOn": "2018-07-01", "soldBy": "P-1"}},
        {"employee": {"id": "E-2", "partner": "nobody", "email": "bob@one.example"}},
        {"access": {"client": "C-1", "employee": "E-1", "grantedOn": "2018-08-02", "revokedOn": "2018-08-02"}},
        {"mrr": {"period": "2019-06", "client": "C-1", "amount": "-1"}},
        {"mrr": {"period": "2019-06", "client": "C-1", "amount": "1.001"}},
        {"partner": {"id": "P-2", "name": "Two\0", "domains": [], "joinedOn": "2018-06-01"}},
    ]
    payload = await ingest(api, OPERATOR, FACTS, PORTFOLIO + bad)
    assert (payload["accepted"], payload["unchanged"], payload["userErrors"]) == (7, 0, [])
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [
        (7, "soldOn"),
        (8, "partner"),
        (9, "revokedOn"),
        (10, "amount"),
        (11, "amount"),
        (12, "name"),
    ]
    assert all(one["reason"] for one in payload["rejected"])
    events = [LOGIN | {"kind": "USE"}, LOGIN | {"client": "nowhere"}, LOGIN | {"app": "CRM"}, LOGIN]
    payload = await ingest(api, OPERATOR, ACTIVITY, events)
    assert payload["accepted"] == 1
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(0, "app"), (1, "client"), (2, "app")]


CONFIRMABLE = FACTS.replace("rejected { index field reason }", "rejected { confirmable }")
CONFIRMED = FACTS.replace("{ records: $records }", "{ records: $records }, confirmReports: true")
SECOND = [
    {"mrr": {"period": "2019-05", "revision": 2, "client": "C-1", "amount": "600.24"}},
    {"mrrReport": {"period": "2019-05", "revision": 2, "ranOn": "2019-06-06", "lines": 1, "total": "600.24"}},
]


async def test_a_report_is_rejected_with_a_record_that_may_be_of_it(api: Api) -> None:
    other = {"mrr": {"period": "2019-05", "client": "nobody", "amount": "1.00"}}
    payload = await ingest(api, INGEST, FACTS, [*PORTFOLIO, other])
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(6, None), (7, "client")]
    assert "(1 rejected, the first of them number 7)" in payload["rejected"][0]["reason"]
    assert await ingest(api, INGEST, FACTS, PORTFOLIO) == NOTHING | {"accepted": 1, "unchanged": 6}


async def test_what_a_report_says_of_its_lines_has_to_be_so(api: Api) -> None:
    for said, field in (({"lines": 2}, "lines"), ({"lines": 1, "total": "1200.51"}, "total")):
        report = {"mrrReport": PORTFOLIO[-1]["mrrReport"] | said}
        payload = await ingest(api, INGEST, FACTS, [*PORTFOLIO[:-1], report])
        assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(6, field)]
    good = {"mrrReport": PORTFOLIO[-1]["mrrReport"] | {"lines": 1, "total": "1200.5"}}
    assert await ingest(api, INGEST, FACTS, [good]) == NOTHING | {"accepted": 1}


async def test_operators_confirm_a_report_that_lost_most_of_the_one_before(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    for token in (OPERATOR, INGEST):
        payload = await ingest(api, token, FACTS, SECOND)
        assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(1, None)]
        asked = await api.ask(
            token, CONFIRMABLE, {"records": [*SECOND, {"mrr": {**SECOND[0]["mrr"], "client": "nobody"}}]}
        )
        assert asked["importFacts"]["rejected"] == [{"confirmable": False}, {"confirmable": False}]
        asked = await api.ask(token, CONFIRMABLE, {"records": SECOND})
        assert asked["importFacts"]["rejected"] == [{"confirmable": True}]
        told = "comes to 600.24 USD, less than half of the 1200.50 USD of revision 1"
        reason = told if token is OPERATOR else "has less than half of the MRR of revision 1"
        assert f"revision 2 of 2019-05 {reason} of 2019-05" in payload["rejected"][0]["reason"]
    before = await all_rows()
    code, message = await api.fail(INGEST, CONFIRMED, {"records": SECOND})
    assert (code, message) == (
        "FORBIDDEN",
        "only operators may confirm reports, and the token's role is INGEST: omit confirmReports",
    )
    assert await all_rows() == before
    data = await api.ask(OPERATOR, CONFIRMED, {"records": SECOND})
    assert data["importFacts"] == NOTHING | {"accepted": 1, "unchanged": 1}
    async with acquire() as connection:
        rows = await connection.fetch("SELECT revision, confirmed_by FROM mrr_report ORDER BY revision")
    assert [tuple(row) for row in rows] == [(1, None), (2, "ada")]


async def test_an_id_seen_before_with_other_content_is_a_warning(api: Api) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    await ingest(api, OPERATOR, ACTIVITY, [LOGIN])
    payload = await ingest(api, OPERATOR, ACTIVITY, [LOGIN, LOGIN | {"actor": "other@one.example"}])
    assert payload == NOTHING | {"unchanged": 2, "warnings": [{"index": 1, "field": "id"}]}


async def test_no_records_are_fine_and_a_thousand_at_most(api: Api) -> None:
    assert await ingest(api, OPERATOR, FACTS, []) == NOTHING
    assert await ingest(api, OPERATOR, ACTIVITY, []) == NOTHING
    thousand = [PORTFOLIO[0]] * 999 + [PORTFOLIO[0] | {"partner": PORTFOLIO[0]["partner"] | {"name": "Last"}}]
    payload = await ingest(api, OPERATOR, FACTS, thousand)
    assert payload["accepted"] + payload["unchanged"] == 1000
    before = await all_rows()
    message = "1001 records are too many at once; send at most 1000"
    for query, path, items in ((FACTS, "records", [*thousand, PORTFOLIO[0]]), (ACTIVITY, "events", [LOGIN] * 1001)):
        error = {"message": message, "code": "TOO_MANY_RECORDS", "path": [path]}
        assert await ingest(api, OPERATOR, query, items) == NOTHING | {"userErrors": [error]}
    assert await all_rows() == before


@pytest.mark.parametrize(
    ("record", "field", "reason"),
    [
        ({}, None, "must specify exactly one key"),
        (PORTFOLIO[0] | PORTFOLIO[2], None, "must specify exactly one key"),
        ({"partner": None}, None, "non-null"),
        ({"activity": LOGIN}, None, "not to include unknown field 'activity'"),
        ({"act\0ivity": LOGIN}, None, "not to include unknown field"),
        ({"partner": 5}, None, "to be an object"),
        ({"partner": PORTFOLIO[0]["partner"] | {"id": 5}}, "id", "String cannot represent a non string value: 5"),
        ({"partner": PORTFOLIO[0]["partner"] | {"name": None}}, "name", "non-null"),
        ({"partner": PORTFOLIO[0]["partner"] | {"domains": [1]}}, "domains", "non string value: 1"),
        ({"partner": {"id": "P-2", "name": "Two", "joinedOn": "2018-06-01"}}, None, "required field 'domains'"),
        ({"client": PORTFOLIO[3]["client"] | {"sold_by": "P-1"}}, None, "unknown field 'sold_by'"),
        (None, None, "non-null"),
        ([], None, "to be an object"),
        ("partner", None, "to be an object"),
    ],
)
async def test_what_does_not_fit_its_input_type_is_its_record_s_fault_alone(
    api: Api, record: object, field: str | None, reason: str
) -> None:
    payload = await ingest(api, OPERATOR, FACTS, [*PORTFOLIO[:4], record, PORTFOLIO[4]])
    assert payload["accepted"] == 5
    ((rejected),) = payload["rejected"]
    assert (rejected["index"], rejected["field"]) == (4, field)
    assert reason in rejected["reason"]


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "login"), ("kind", 5), ("id", 5), ("id", None), ("app", ["CRM"]), ("actor", {})]
)
async def test_what_does_not_fit_in_an_event_is_its_own_fault_alone(api: Api, field: str, value: object) -> None:
    await ingest(api, OPERATOR, FACTS, PORTFOLIO)
    payload = await ingest(api, OPERATOR, ACTIVITY, [LOGIN | {"id": "A-0", field: value}, LOGIN])
    assert payload["accepted"] == 1
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(0, field)]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ({"mrr": PORTFOLIO[5]["mrr"] | {"client": 5}}, True),
        ({"mrr": PORTFOLIO[5]["mrr"] | {"client": 5, "period": "2019-04"}}, False),
        ({"mrr": PORTFOLIO[5]["mrr"] | {"client": 5, "revision": "1"}}, True),
        ({"mrrs": {}}, True),
        ({"partner": {}}, False),
        ({"partner": 5}, False),
        ({"mrr": 5}, True),
    ],
)
async def test_a_report_is_rejected_with_a_record_that_does_not_fit_and_may_be_of_it(
    api: Api,
    line: dict[str, Any],
    is_told: bool,  # noqa: FBT001
) -> None:
    payload = await ingest(api, OPERATOR, FACTS, [*PORTFOLIO, line])
    assert [one["index"] for one in payload["rejected"]] == ([6, 7] if is_told else [7])


@pytest.mark.parametrize(
    ("declared", "sent", "written"),
    [
        ("$given: ImportFactsInput!", {"records": [{"partner": 5}, PORTFOLIO[0]]}, "$given"),
        ("$given: ImportFactsInput!", {"records": {"partner": 5}}, "$given"),
        ("$given: FactInput!", {"partner": 5}, "{ records: [$given] }"),
        ("$given: [FactInput!]!", [{"partner": 5}], "{ records: $given }"),
    ],
)
async def test_wherever_a_variable_has_records_each_is_judged_by_itself(
    api: Api, declared: str, sent: object, written: str
) -> None:
    mutation = f"mutation ({declared}) {{ importFacts(input: {written}) {{ rejected {{ index field }} }} }}"
    data = await api.ask(OPERATOR, mutation, {"given": sent})
    assert data == {"importFacts": {"rejected": [{"index": 0, "field": None}]}}


@pytest.mark.parametrize("given", [5, {"records": 5, "more": 1}, {}, {"records": None}, None])
async def test_what_holds_the_records_has_to_fit(api: Api, given: object) -> None:
    before = await all_rows()
    mutation = "mutation ($given: ImportFactsInput!) { importFacts(input: $given) { accepted } }"
    code, _ = await api.fail(OPERATOR, mutation, {"given": given})
    assert code == "BAD_USER_INPUT"
    assert await all_rows() == before


BAD_VALUES: list[Any] = ["2026-02-30", "soon", "", 5, 1.5, True, [], {"day": "2018-06-01"}, "2016-12-31T23:59:60Z"]


@pytest.mark.parametrize(
    ("kind", "field"), [("partner", "joinedOn"), ("client", "soldOn"), ("access", "revokedOn"), ("mrrReport", "ranOn")]
)
async def test_what_is_no_date_is_its_record_s_fault_alone(api: Api, kind: str, field: str) -> None:
    (good,) = [one[kind] for one in PORTFOLIO if kind in one]
    bad = [{kind: good | {field: value}} for value in BAD_VALUES]
    payload = await ingest(api, OPERATOR, FACTS, [*bad, *PORTFOLIO])
    assert payload["accepted"] == len(PORTFOLIO)
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(n, field) for n in range(len(bad))]
    assert all(one["reason"].startswith("not a date (YYYY-MM-DD): ") for one in payload["rejected"])


async def test_what_is_no_decimal_or_moment_is_its_record_s_fault_alone(api: Api) -> None:
    mrr = PORTFOLIO[5]["mrr"] | {"period": "2019-06"}  # of another month than the report
    amounts: list[Any] = ["1e3", "NaN", "", 12.5, True, [], {}]
    bad = [{"mrr": mrr | {"amount": value}} for value in amounts]
    payload = await ingest(api, OPERATOR, FACTS, [*PORTFOLIO, *bad])
    assert payload["accepted"] == len(PORTFOLIO)
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(7 + n, "amount") for n in range(len(bad))]
    events = [LOGIN | {"id": str(n), "at": value} for n, value in enumerate([*BAD_VALUES, "9999-01-01T00:00:00Z"])]
    payload = await ingest(api, OPERATOR, ACTIVITY, [*events, LOGIN])
    assert payload["accepted"] == 1
    assert [(one["index"], one["field"]) for one in payload["rejected"]] == [(n, "at") for n in range(len(events))]
    assert "leap second" in payload["rejected"][8]["reason"]


INLINE = """
  importFacts(input: { records: [
    { partner: { id: "P-2", name: "Two", domains: [], joinedOn: "2018-02-30" } }
    { partner: { id: "P-1", name: "One", domains: [], joinedOn: "2018-06-01" } }
    { client: { id: "C-1", name: "First", registeredOn: SOON } }
    { client: { id: "C-1", name: "First", registeredOn: 99999999999999999999999 } }
    { mrr: { period: "2019-05", client: "C-1", amount: 12.5 } }
    { mrr: { period: "2019-05", client: "C-1", amount: 1e999 } }
  ] }) { accepted rejected { index field } }
  recordActivity(input: { events: { id: "A", client: "C", actor: "a@b.example", kind: LOGIN, at: "yesterday" } }) {
    rejected { index field }
  }
"""


async def test_values_in_the_document_are_judged_as_those_of_variables(api: Api) -> None:
    below = "edition { program { editionOn(day: $day) { key } } }"
    with_arguments = f"withdrawEdition(input: {{ editionId: 5 }}) {{ {below} }}"
    data = await api.ask(OPERATOR, f"mutation ($day: Date) {{ {INLINE} {with_arguments} }}", {"day": "2018-06-01"})
    assert data["importFacts"]["accepted"] == 1
    assert [(one["index"], one["field"]) for one in data["importFacts"]["rejected"]] == [
        (0, "joinedOn"),
        (2, "registeredOn"),
        (3, "registeredOn"),
        (4, "amount"),
        (5, "amount"),
    ]
    assert data["recordActivity"]["rejected"] == [{"index": 0, "field": "at"}]


@pytest.mark.parametrize(
    "query",
    [
        f"mutation {{ {INLINE} withdrawEdition(input: {{ editionId: 5 }}) {{ edition {{ id ...P }} }} }}"
        ' fragment P on Edition { program { editionOn(day: "soon") { key } } }',
        '{ viewer { partner { standing(asOf: "soon") { asOf } } } }',
    ],
)
async def test_anywhere_else_a_bad_value_refuses_the_request(api: Api, query: str) -> None:
    before = await all_rows()
    answer = (await api.post(OPERATOR, query)).json()
    assert "data" not in answer
    assert all(error["extensions"]["code"] == "BAD_USER_INPUT" for error in answer["errors"])
    assert any("is not a" in error["message"] for error in answer["errors"])
    assert await all_rows() == before


async def test_only_operators_and_ingest_load_facts(api: Api) -> None:
    await add_partner("P-1")
    before = await all_rows()
    for query, variables in ((FACTS, {"records": PORTFOLIO}), (ACTIVITY, {"events": [LOGIN]})):
        assert (await api.fail(partner_token("P-1"), query, variables))[0] == "FORBIDDEN"
    assert await all_rows() == before
