"""What would be, over GraphQL: as the engine says, and to a partner nothing that it may not know."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson
import pytest

from api.auth.principals import Principal
from api.mutations.ingest import MAX_RECORDS
from api.reading.ids import encode_id
from engine.what_if import MOST_FACTS
from models.database import acquire
from models.rulebook import keep_calendar
from tests.api.reading import INGEST, LAST_CLOSED, OPERATOR, Reader, partner_token
from tests.api.test_limits_cost import cost
from tests.engine.supposing import ask_what_if
from tests.workers.conftest import rules, runner
from tests.workers.facts import Line, certification, client, compute, fetch, load, mrr, partner, report, staff, use
from tiers.written import written_amount, written_value
from workers.runner import Runner

__all__ = ["rules", "runner"]

AGENCY = partner_token("agency")
DAY = "2019-06-30"
WHAT_IF = """
query ($partner: ID!, $asOf: Date, $facts: [SupposedFactInput!]!, $first: Int! = 50) {
  whatIf(partner: $partner, asOf: $asOf, facts: $facts, confirmReports: true) {
    asOf accepted unchanged rejected { index field reason } warnings { index reason } creditCount
    before { ...standing } after { ...standing }
    credits(first: $first) { clientExternalId clientName way difference { amount currencyCode }
      before { ...added } after { ...added } }
} }
fragment added on WhatIfAmount { mrr { amount currencyCode } status countsUntil }
fragment standing on WhatIfStanding {
  tier { key } provisional metrics { metric { key } value }
  gates { metric { key } required actual missing passed limiting } alternatives { metric { key } }
  nextDecision { effectiveOn asOf tier { key } change reason }
}
"""
NEW: list[dict[str, Any]] = [
    {"client": {"id": "n1", "name": "New", "registeredOn": "2019-06-01", "soldBy": "agency", "soldOn": "2019-06-01"}},
    {"clientMrr": {"client": "n1", "amount": "700.5"}},
]
SECRET = "4321.00"
IN_ANOTHER_PROGRAM = """
INSERT INTO client_credit (
    partner_id, client_id, program, sold_amount, sold_status, managed_amount, managed_status, apps_used,
    counts_in_median
)
SELECT partner_id, client_id, 'another', 0, 'NOT_SOLD', 0, 'NO_ACCESS', 0, false FROM client_credit
"""


def world(secret: str = SECRET) -> Iterator[Line]:
    """Agency sold c1 and has access to c2, where its employee was never active. Rival sold c2 and c3."""
    for name in ("agency", "rival"):
        yield from (partner(name), certification(name))
    yield from (client(1), client(2, sold_by="rival"), client(3, sold_by="rival"))
    yield from staff(1, 2)
    yield from staff(2, 3, name="rival")
    yield from use(1, "2019-06-11", "CRM", "EMAIL", "FORMS")
    for number in (2, 3):
        yield from use(number, "2019-06-12", "CRM", "EMAIL", "FORMS", name="rival")
    yield {"type": "sale", "id": "s-rival", "partner": "rival", "client": "c3", "line": "CRM", "kind": "SOURCED",
           "sold_on": "2019-02-01"}  # fmt: skip
    for number, amount in ((1, "1200.00"), (2, secret), (3, secret)):
        yield from (mrr("2019-05", number, amount), mrr("2019-04", number, amount))
    yield from (report("2019-04", "2019-05-03"), report("2019-05", "2019-06-03"))
    yield mrr("2019-06", 1, secret)  # of a report that has not run


@pytest.fixture
async def seen(reader: Reader, runner: Runner) -> Reader:
    """The world, as of the last closed day: agency sees c1 and its MRR, c2 and not its MRR, and no c3."""
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    await load(list(world()), reader.rules)
    await compute(runner, LAST_CLOSED)
    return reader


async def suppose(
    reader: Reader, facts: list[dict[str, Any]], *, by: Principal = AGENCY, day: str | None = DAY, name: str = "agency"
) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(WHAT_IF, {"partner": name, "asOf": day, "facts": facts}, by=by))["whatIf"]
    return found


@pytest.mark.parametrize("by", [OPERATOR, AGENCY], ids=["operator", "partner"])
async def test_it_is_what_the_engine_says(seen: Reader, by: Principal) -> None:
    told = await suppose(seen, NEW, by=by, day=None)
    [(agency,)] = await fetch("SELECT id FROM partner WHERE external_id = 'agency'")
    new = {"type": "client", "id": "n1", "name": "New", "registered_on": "2019-06-01"}
    lines: list[Line] = [
        {**new, "sold_by": "agency", "sold_on": "2019-06-01"},
        {"type": "client_mrr", "client": "n1", "amount": "700.50"},
    ]
    found = await ask_what_if(seen.rules, agency, LAST_CLOSED, LAST_CLOSED, lines, own=by is AGENCY)
    assert (told["asOf"], told["accepted"], told["unchanged"], told["rejected"]) == (DAY, 2, 0, [])
    for shown, outcome in ((told["before"], found.before), (told["after"], found.after)):
        assert outcome is not None
        assessment = outcome.assessment
        edition = assessment.edition
        assert shown["tier"] == (None if assessment.tier is None else {"key": assessment.tier.key})
        assert shown["metrics"] == [
            {"metric": {"key": one.key}, "value": text(written_value(edition, one, assessment.values[one.key]))}
            for one in edition.metrics
        ]
        assert shown["nextDecision"]["effectiveOn"] == "2019-07-15"
        assert [gate["limiting"] for gate in shown["gates"]] == [not gate["passed"] for gate in shown["gates"]]
    assert [one["way"] for one in told["credits"]] == [one.way for one in found.credits]
    [sold] = [one for one in told["credits"] if one["way"] == "SOLD"]
    added = {"amount": text(written_amount(70050, "USD")), "currencyCode": "USD"}
    assert sold == {
        "clientExternalId": "n1",
        "clientName": "New",
        "way": "SOLD",
        "difference": added,
        "before": None,
        "after": {"mrr": added, "status": "COUNTED", "countsUntil": "2020-06-01"},
    }
    assert (await suppose(seen, NEW, by=by, name=encode_id("Partner", "agency"), day=None)) == told


def text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


async def test_others_are_as_if_they_did_not_exist(seen: Reader) -> None:
    for name in ("rival", "nobody", encode_id("Partner", "rival"), encode_id("Client", "c1")):
        assert (await seen.ask(WHAT_IF, {"partner": name, "facts": []}, by=AGENCY))["whatIf"] is None
    assert (await seen.ask(WHAT_IF, {"partner": "rival", "facts": []}))["whatIf"] is not None
    assert (await seen.refusal(WHAT_IF, {"partner": "agency", "facts": []}, by=INGEST))[0] == "FORBIDDEN"


HIDDEN = {
    "client": "c3",
    "employee": "ada-rival",
    "partner": "rival",
    "sale": "s-rival",
    "event": "rival-2-2019-06-12-CRM",
}
UNKNOWN = {"client": "c?", "employee": "ada-?", "partner": "r?val", "sale": "s-?", "event": "rival-?"}


def naming(ids: Mapping[str, str], address: str) -> list[list[dict[str, Any]]]:
    """Facts of every type that name what the ids are of, in each way in which a fact can name something."""
    one, two, three, employee, other = "c1", "c2", ids["client"], ids["employee"], ids["partner"]
    bought = {"line": "CRM", "kind": "SOURCED", "soldOn": "2019-03-01"}
    defined = {"id": three, "name": "N", "registeredOn": "2019-01-01"}
    return [
        [{"client": defined | {"soldBy": "agency", "soldOn": "2019-02-01"}}],
        [{"client": defined}, {"access": {"client": three, "employee": "ada-agency", "grantedOn": "2019-01-10"}}],
        [{"client": {"id": one, "name": "N", "registeredOn": "2019-01-01", "soldBy": other, "soldOn": "2019-01-10"}}],
        [{"access": {"client": three, "employee": "ada-agency", "grantedOn": "2019-01-10"}}],
        [{"access": {"client": one, "employee": employee, "grantedOn": "2019-01-10"}}],
        [{"employee": {"id": employee, "partner": "agency", "email": "x@agency.example"}}],
        [{"employee": {"id": "ada-agency", "partner": other, "email": "ada@agency.example"}}],
        [
            {"partner": {"id": "agency", "name": "A", "domains": ["agency.example", "rival.example"],
                         "joinedOn": "2018-01-01"}},
            {"employee": {"id": "n", "partner": "agency", "email": address}},
            {"access": {"client": two, "employee": "n", "grantedOn": "2019-01-10"}},
            {"clientMrr": {"client": two, "amount": "5.00"}},
        ],
        [{"partner": {"id": other, "name": "N", "domains": [], "joinedOn": "2019-01-01"}}],
        [{"certification": {"partner": other, "validFrom": "2018-02-01", "validUntil": "2018-03-01"}}],
        [{"credential": {"employee": employee, "name": "ADS", "validFrom": "2018-02-01"}}],
        [{"sale": {"id": ids["sale"], "partner": "agency", "client": one, **bought}}],
        [{"sale": {"id": "n", "partner": other, "client": one, **bought}}],
        [{"sale": {"id": "n", "partner": "agency", "client": three, **bought}}],
        [{"measure": {"client": three, "name": "SEATS", "on": "2019-01-01", "value": "1"}}],
        [{"measure": {"partner": other, "name": "SEATS", "on": "2019-01-01", "value": "1"}}],
        [{"mrr": {"period": "2019-07", "client": three, "amount": "1.00"}}],
        [{"mrr": {"period": "2019-05", "client": three, "amount": SECRET}}],
        [{"clientMrr": {"client": three, "amount": "1.00"}}],
        [{"activity": {"id": "n", "client": three, "actor": "ada@agency.example", "kind": "LOGIN",
                       "at": "2019-06-01T10:00:00Z"}}],
        [{"activity": {"id": ids["event"], "client": two, "actor": "ada@agency.example", "kind": "USE", "app": "CTA",
                       "at": "2019-06-01T10:00:00Z"}},
         {"clientMrr": {"client": two, "amount": "5.00"}}],
    ]  # fmt: skip


async def test_what_a_partner_may_not_see_is_new_to_it(seen: Reader) -> None:
    """Whatever is named that it may not see, the answer is the one about what nobody has."""
    hidden, unknown = naming(HIDDEN, "ada@rival.example"), naming(UNKNOWN, "ada-of-nobody@rival.example")
    told_apart = set()
    for of_hidden, of_unknown in zip(hidden, unknown, strict=True):
        for day in (DAY, "2019-05-20", "2019-08-01"):
            texts = []
            for facts, ids in ((of_hidden, HIDDEN), (of_unknown, UNKNOWN)):
                told = orjson.dumps(await suppose(seen, facts, day=day)).decode()
                for name, id_ in ids.items():
                    told = told.replace(f'"{id_}"', name).replace(f'\\"{id_}\\"', name)
                texts.append(told)
            assert texts[0] == texts[1]
            told_apart.add(texts[0])
    assert len(told_apart) > len(hidden)
    [(count,)] = await fetch("SELECT count(*) FROM client")
    assert count == 3


async def test_whether_somebody_else_has_sold_a_client_is_not_told(seen: Reader, runner: Runner) -> None:
    """Rival has sold c2, and nobody c4: agency sees both, and not who sold them."""
    await load([client(4, sold_by=None), *staff(4)], seen.rules)
    await compute(runner, LAST_CLOSED)

    async def told(number: int, by: Principal, **sale: str) -> tuple[int, int]:
        fact = {"id": f"c{number}", "name": f"Client {number}", "registeredOn": "2019-01-10", **sale}
        found = await suppose(seen, [{"client": fact}], by=by)
        assert found["rejected"] == []
        return found["accepted"], found["unchanged"]

    assert await told(2, AGENCY) == await told(4, AGENCY) == (0, 1)
    of_own = {"soldBy": "agency", "soldOn": "2019-01-10"}
    assert await told(2, AGENCY, **of_own) == await told(4, AGENCY, **of_own) == (1, 0)
    assert (await told(1, AGENCY), await told(1, AGENCY, **of_own)) == ((1, 0), (0, 1))
    assert (await told(2, OPERATOR), await told(4, OPERATOR)) == ((1, 0), (0, 1))


def sale(name: str, by: str, number: int, line: str, sold_on: str) -> Line:
    return {"type": "sale", "id": name, "partner": by, "client": f"c{number}", "line": line, "kind": "SOURCED",
            "sold_on": sold_on}  # fmt: skip


def by_lines(number: int) -> list[dict[str, Any]]:
    return [{"clientMrr": {"client": f"c{number}", "line": line, "amount": "9.00"}} for line in ("CRM", "CMS", "SEO")]


def sold_line(number: int, line: str, sold_on: str) -> dict[str, Any]:
    return {"sale": {"id": "n", "partner": "agency", "client": f"c{number}", "line": line, "kind": "SOURCED",
                     "soldOn": sold_on}}  # fmt: skip


def sold_all(number: int) -> dict[str, Any]:
    own = {"registeredOn": "2019-01-10", "soldBy": "agency", "soldOn": "2019-04-01"}
    return {"client": {"id": f"c{number}", "name": f"Client {number}", **own}}


@pytest.mark.parametrize(
    ("facts", "told_of_c5"),
    [
        ([sold_all(2), *by_lines(2)], "0.00"),
        ([sold_line(2, "CRM", "2019-03-01"), *by_lines(2)], "0.00"),
        ([sold_line(4, "CRM", "2019-03-01")], "0.00"),
        ([sold_all(4)], "0.00"),
        ([sold_all(4), *by_lines(4)], "0.00"),
        (by_lines(5), "-182.00"),
        ([sold_all(5), *by_lines(5)], "-182.00"),
        ([sold_line(5, "SEO", "2019-03-01"), *by_lines(5)], "-182.00"),
        ([sold_line(5, "SEO", "2018-01-01"), *by_lines(5)], "-191.00"),
    ],
)
async def test_what_others_have_sold_of_a_client_is_in_nothing_but_the_numbers_that_a_partner_has(
    reader: Reader, runner: Runner, facts: list[dict[str, Any]], told_of_c5: str
) -> None:
    """Rival has sold lines of each client: agency only sees that c5, which it has sold, does not count with CRM.

    It sees c2 without its MRR, and c4, which it manages, with it."""
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    paid = [
        {**mrr("2019-05", number, amount), "line": line}
        for number in (4, 5)
        for line, amount in (("CRM", "100.00"), ("CMS", "200.00"))
    ]
    known = [line for line in world() if (line["type"], line.get("period")) != ("mrr", "2019-06")]
    more = [client(4, sold_by=None), client(5), *staff(1, 2, 4, 5), *use(4, "2019-06-11", "CRM"), *paid]
    sales = [sale(f"r{number}", "rival", number, "CRM", "2019-02-01") for number in (2, 4, 5)]
    unpaid = [sale(f"u{number}", "rival", number, "SEO", "2019-02-01") for number in (2, 4, 5)]
    assert (await load([*known, *more, *sales, *unpaid], reader.rules))[1] == []
    await compute(runner, LAST_CLOSED)

    before = await suppose(reader, [])
    assert before["credits"] == []
    assert {one["metric"]["key"]: one["value"] for one in before["before"]["metrics"]}["SOLD_MRR"] == "1400.00"
    told = await suppose(reader, facts)
    assert told["rejected"] == []
    async with acquire() as connection:
        await connection.execute("DELETE FROM sale WHERE external_id NOT IN ('r5', 's-rival')")
    assert await suppose(reader, facts) == told
    if "c5" not in str(facts):
        async with acquire() as connection:
            await connection.execute("UPDATE sale SET sold_on = '2019-03-15' WHERE external_id = 'r5'")
    assert await suppose(reader, facts) == told
    found = {one["way"]: one["difference"]["amount"] for one in told["credits"] if one["clientExternalId"] == "c5"}
    assert found.get("SOLD", "0.00") == told_of_c5


@pytest.mark.parametrize("sold_on", ["2019-01-15", "2019-02-15"])
async def test_when_another_sold_the_line_that_a_partner_sold_too_is_not_told(
    reader: Reader, runner: Runner, sold_on: str
) -> None:
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    known = [line for line in world() if (line["type"], line.get("period")) != ("mrr", "2019-06")]
    paid = {**mrr("2019-05", 4, "100.00"), "line": "CRM"}
    sales = [sale("own", "agency", 4, "CRM", "2019-03-01"), sale("theirs", "rival", 4, "CRM", "2019-02-01")]
    assert (await load([*known, client(4, sold_by=None), *staff(1, 2, 4), paid, *sales], reader.rules))[1] == []
    await load(use(4, "2019-06-11", "CRM"), reader.rules)
    await compute(runner, LAST_CLOSED)
    assert (await suppose(reader, []))["credits"] == []
    fact = sold_line(4, "CRM", sold_on)
    fact["sale"]["id"] = "own"
    told = await suppose(reader, [fact])
    assert [one["difference"]["amount"] for one in told["credits"] if one["way"] == "SOLD"] == ["100.00"]


async def test_mrr_that_is_seen_by_one_program_is_seen_whatever_others_say(seen: Reader) -> None:
    before = await suppose(seen, [])
    async with acquire() as connection:
        await connection.execute(IN_ANOTHER_PROGRAM)
    assert await suppose(seen, []) == before
    assert {one["value"] for one in before["before"]["metrics"]} >= {"1200.00"}


OPENING: list[dict[str, Any]] = [
    {"activity": {"id": "n1", "client": "c2", "actor": "ada@agency.example", "kind": "USE", "app": "CTA",
                  "at": "2019-05-10T10:00:00Z"}},
    {"activity": {"id": "n2", "client": "c2", "actor": "ada@agency.example", "kind": "USE", "app": "CTA",
                  "at": "2019-06-20T10:00:00Z"}},
    {"sale": {"id": "n", "partner": "agency", "client": "c2", "line": "CRM", "kind": "SOURCED",
              "soldOn": "2019-03-01"}},
]  # fmt: skip
"""What makes c2 count for agency, with its MRR."""


@pytest.mark.parametrize(
    "more",
    [
        [],
        [
            {
                "client": {
                    "id": "c2",
                    "name": "N",
                    "registeredOn": "2019-01-01",
                    "soldBy": "agency",
                    "soldOn": "2019-02-01",
                }
            }
        ],
        [{"mrr": {"period": "2019-05", "client": "c2", "amount": SECRET}}],
        [{"mrr": {"period": "2019-05", "client": "c2", "amount": SECRET, "line": "CRM"}}],
        [
            {"mrr": {"period": "2019-06", "client": "c1", "amount": "1200.00"}},
            {"mrrReport": {"period": "2019-06", "ranOn": "2019-06-30", "total": "1200.00", "lines": 1}},
        ],
        [{"mrrReport": {"period": "2019-05", "revision": 2, "ranOn": "2019-06-10", "total": SECRET}}],
        [{"mrrReport": {"period": "2019-06", "ranOn": "2019-06-30"}}],
        [{"mrr": {"period": "2019-06", "client": "c1", "amount": SECRET, "line": "CRM"}}],
        [{"clientMrr": {"client": "c2", "amount": "5.00"}}],
    ],
)
async def test_the_mrr_that_a_partner_may_not_see_is_in_nothing(seen: Reader, more: list[dict[str, Any]]) -> None:
    days = (DAY, "2019-05-20", "2019-08-01")
    before = [await suppose(seen, [*OPENING, *more], day=day) for day in days]
    assert SECRET not in orjson.dumps([{**one, "rejected": []} for one in before]).decode()
    by_operator = [await suppose(seen, [*OPENING, *more], day=day, by=OPERATOR) for day in days]
    async with acquire() as connection:
        await connection.execute("UPDATE mrr_line SET amount = 77 WHERE amount = $1", Decimal(SECRET))
    assert [await suppose(seen, [*OPENING, *more], day=day) for day in days] == before
    if not more:
        assert [await suppose(seen, OPENING, day=day, by=OPERATOR) for day in days] != by_operator
    if "clientMrr" in str(more):
        assert {one["way"]: one["difference"]["amount"] for one in before[0]["credits"]} == {
            "MANAGED": "5.00",
            "SOLD": "0.00",
        }


async def test_what_a_client_paid_before_it_counted_is_in_nothing(seen: Reader, runner: Runner) -> None:
    """Agency sees what c2 pays by now, which is in the report of May; by that of April c2 did not count for it."""
    await load(use(2, "2019-06-20", "CRM"), seen.rules)
    await compute(runner, LAST_CLOSED)
    paid = "4444.00"
    async with acquire() as connection:
        await connection.execute(
            "UPDATE mrr_line SET amount = $1 WHERE amount = $2 AND period = '2019-04-01'",
            Decimal(paid),
            Decimal(SECRET),
        )
    of_april = {"mrrReport": {"period": "2019-04", "revision": 2, "ranOn": "2019-05-10"}}
    for facts in (OPENING, [*OPENING, of_april]):
        told = await suppose(seen, facts, day="2019-05-20")
        assert {one["way"]: one["after"]["status"] for one in told["credits"]}["MANAGED"] == "COUNTED"
        assert managed_mrr(told["before"]) == managed_mrr(told["after"]) == "0.00"
        assert paid not in orjson.dumps(told).decode()
    assert paid in orjson.dumps(await suppose(seen, OPENING, day="2019-05-20", by=OPERATOR)).decode()
    assert managed_mrr((await suppose(seen, []))["after"]) == f"{Decimal(SECRET) + 1200}"


def managed_mrr(standing: dict[str, Any]) -> str:
    [value] = [one["value"] for one in standing["metrics"] if one["metric"]["key"] == "MANAGED_MRR"]
    return str(value)


async def test_a_client_that_a_partner_does_not_see_yet_is_not_named(seen: Reader) -> None:
    """It counts already, by facts that came after the newest computed day's."""
    await load([client(4), *staff(4), *use(4, "2019-06-20", "CRM")], seen.rules)
    facts = [
        {"employee": {"id": "ada-agency", "partner": "agency", "email": "ada@agency.example", "leftOn": "2019-06-01"}}
    ]
    names = {one["clientExternalId"] for one in (await suppose(seen, facts))["credits"]}
    assert names == {"c1", "c2", None}
    assert {one["clientExternalId"] for one in (await suppose(seen, facts, by=OPERATOR))["credits"]} == {
        "c1",
        "c2",
        "c4",
    }
    again = await suppose(seen, [{"clientMrr": {"client": "c4", "amount": "1.00"}}])
    assert [one["reason"] for one in again["rejected"]] == ['no client has the id "c4"']


async def test_bad_facts_come_back_with_their_places(seen: Reader) -> None:
    facts = [
        *NEW,
        {"clientMrr": {"client": "n?", "amount": "1.00"}},
        {"mrr": {"period": "2019-13", "client": "c1", "amount": "1.00"}},
        {"client": {"id": "n2", "name": "\0", "registeredOn": "2019-06-01"}},
    ]
    told = await suppose(seen, facts)
    assert [(one["index"], one["field"]) for one in told["rejected"]] == [(2, "client"), (3, "period"), (4, "name")]
    assert (told["accepted"], told["unchanged"]) == (2, 0)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"asOf": "2020-06-15"}, "asOf: 2020-06-15 is too far ahead; the last day that can be foreseen is 2020-06-14"),
        ({"asOf": "2010-01-01"}, "no edition"),
        ({"facts": [NEW[0]] * (MOST_FACTS + 1)}, "facts: 1001 are too many at once; give at most 1000"),
        ({"first": 501}, "first: 501 is not between 0 and 500"),
        ({"partner": "\0"}, "partner: "),
    ],
)
async def test_what_cannot_be_asked_is_refused(seen: Reader, variables: Mapping[str, Any], message: str) -> None:
    code, told = await seen.refusal(WHAT_IF, {"partner": "agency", "facts": [], **variables})
    assert code == "BAD_USER_INPUT"
    assert message in told


def test_it_costs_what_the_engine_does_and_what_each_fact_does() -> None:
    document = "query ($facts: [SupposedFactInput!]!) { whatIf(partner: 1, facts: $facts) { accepted } }"
    without = cost(document, {"facts": []})
    assert without >= cost("{ viewer { role } }") + 5_000
    assert cost(document, {"facts": NEW}) == without + 20
    assert MAX_RECORDS == MOST_FACTS
