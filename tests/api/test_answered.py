"""What the engine answers over GraphQL is what the engine says, to those whom it is about, and no more than that."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

import api.types.forecasts
from api.execution.limits.bounds import MAX_ASKED, MAX_CONNECTIONS, MAX_COST, MAX_EVENT_COST
from api.execution.limits.budgets import Account
from api.execution.limits.prices import price_of_looking
from engine.explanations import compare_two_days, explain_day
from engine.forecasts import forecast
from models.database import acquire
from models.rulebook import keep_calendar
from tests.api.front import OPERATOR as OPERATORS_TOKEN
from tests.api.front import Api
from tests.api.reading import INGEST, LAST_CLOSED, OPERATOR, Reader, partner_token
from tests.api.rows import add_client, add_computed_day, add_credit, add_partner, add_standing, managed
from tests.api.test_client_gone import over_http
from tests.api.test_limits_cost import cost
from tests.api.test_starving import MOMENT, held, stuck, until_stuck
from tests.oracle.generate import portfolio
from tests.workers.facts import Line, client, fetch, load, mrr, partner, silver, staff, use
from tiers.assessment import Assessment
from tiers.change_causes import Cause
from tiers.credits import CreditStatus
from tiers.forecasts import Assumption
from tiers.gates import next_tier
from tiers.written import written_amount, written_value

FIRST, LAST = date(2018, 9, 13), date(2019, 6, 14)

FORECAST = """
query ($partner: String!, $decisions: Int!, $assume: ForecastAssumption!) { partner(externalId: $partner) {
  forecast(decisions: $decisions, assume: $assume) { lastClosedDay assume decisions {
    effectiveOn asOf tier { key } change reason provisional metrics { metric { key } value }
    gates { metric { key } passed missing limiting } alternatives { metric { key } }
    expiredCount expired(first: 500) { client { externalId name } way mrr { amount currencyCode } lastDay status }
} } } }
"""
CHANGES = """
query ($partner: String!, $from: Date!, $to: Date!) { partner(externalId: $partner) {
  changes(from: $from, to: $to) { firstDay lastDay tierBefore { key } tierAfter { key } metrics {
    metric { key } before after clientCount
    clients(first: 200) { client { externalId } way before after difference cause }
} } } }
"""
EXPLAIN = """
query ($partner: String!, $day: Date!) { partner(externalId: $partner) { standing(asOf: $day) {
  explain { asOf metrics { metric { key unit } value contributionCount contributions(first: 80) {
    amount client { externalId } line employee { externalId } measure measuredOn ofMetric { key } countsFrom countsUntil
    inMiddle lifts credit { way status countsFrom countsUntil access {
      employee { externalId email } domainMatches grantedOn endsOn lastActiveOn } }
} } } } } }
"""


@pytest.fixture
async def facts(reader: Reader) -> Reader:
    """A portfolio with every edge of the rules, of which nothing is computed."""
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    await load(portfolio(63, partners=4, clients=40, start=date(2018, 5, 1), end=LAST_CLOSED), reader.rules)
    return reader


async def ids_of(table: str) -> dict[str, int]:
    return dict(await fetch(f"SELECT external_id, id FROM {table} ORDER BY id"))


def tier_of(assessment: Assessment) -> Mapping[str, str] | None:
    return None if assessment.tier is None else {"key": assessment.tier.key}


def values(assessment: Assessment) -> list[dict[str, Any]]:
    edition = assessment.edition
    return [
        {"metric": {"key": one.key}, "value": text(written_value(edition, one, assessment.values[one.key]))}
        for one in edition.metrics
    ]


def text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.mark.parametrize("assume", Assumption)
async def test_a_forecast_is_the_engines(facts: Reader, assume: Assumption) -> None:
    clients = {id_: name for name, id_ in (await ids_of("client")).items()}
    facts.now = datetime(2019, 2, 20, 3, tzinfo=UTC)  # so that there are facts of days to come
    last_closed = facts.rules.last_closed_day(facts.now)
    expired = 0
    for name, id_ in (await ids_of("partner")).items():
        async with acquire() as connection:
            found = await forecast(connection, facts.rules, id_, last_closed, 4, assume)
        variables = {"partner": name, "decisions": 4, "assume": assume.value}
        told = (await facts.ask(FORECAST, variables))["partner"]["forecast"]
        assert (told["lastClosedDay"], told["assume"]) == (iso(last_closed), assume)
        assert len(told["decisions"]) == len(found.decisions)
        for shown, one in zip(told["decisions"], found.decisions, strict=True):
            assessment = one.assessment
            edition = assessment.edition
            assert shown["effectiveOn"] == iso(one.effective_on)
            assert shown["asOf"] == iso(assessment.as_of)
            assert (shown["tier"], shown["change"], shown["reason"]) == (tier_of(assessment), one.change, one.reason)
            assert (shown["provisional"], shown["metrics"]) == (assessment.provisional, values(assessment))
            beside = assessment.alternatives(next_tier(edition, assessment.tier) or edition.tiers[-1])
            assert [[gate["metric"]["key"] for gate in gates] for gates in shown["alternatives"]] == [
                [gate.metric for gate in gates] for gates in beside
            ]
            assert [gate["passed"] for gate in shown["gates"]] == [gate.passed for gate in beside[0]]
            assert [Decimal(gate["missing"]) == 0 for gate in shown["gates"]] == [gate.passed for gate in beside[0]]
            assert [gate["limiting"] for gate in shown["gates"]] == [not gate.passed for gate in beside[0]]
            assert [
                (each["client"]["externalId"], each["way"], each["mrr"], each["lastDay"], each["status"])
                for each in shown["expired"]
            ] == [
                (
                    clients[each.client],
                    each.way,
                    {"amount": text(written_amount(each.amount, edition.currency)), "currencyCode": edition.currency},
                    iso(each.last_day),
                    each.status,
                )
                for each in one.expired
            ]
            assert shown["expiredCount"] == len(one.expired)
            expired += len(one.expired)
    assert expired > 10


async def test_changes_are_the_engines_and_add_up(facts: Reader) -> None:
    clients = {id_: name for name, id_ in (await ids_of("client")).items()}
    causes = set()
    for name, id_ in (await ids_of("partner")).items():
        async with acquire() as connection:
            found = await compare_two_days(connection, facts.rules, id_, FIRST, LAST)
        told = (await facts.ask(CHANGES, {"partner": name, "from": iso(FIRST), "to": iso(LAST)}))["partner"]["changes"]
        if found is None:
            assert told is None
            continue
        assert (told["firstDay"], told["lastDay"]) == (iso(FIRST), iso(LAST))
        assert (told["tierBefore"], told["tierAfter"]) == (tier_of(found.before), tier_of(found.after))
        for shown, one in zip(told["metrics"], found.changes, strict=True):
            assert shown["metric"]["key"] == one.metric.key
            assert shown["before"] == text(written_value(found.before.edition, one.metric, one.before))
            assert shown["after"] == text(written_value(found.after.edition, one.metric, one.after))
            assert [(each["client"]["externalId"], each["way"], each["cause"]) for each in shown["clients"]] == [
                (clients[each.client], each.way, each.cause) for each in one.clients
            ]
            assert shown["clientCount"] == len(one.clients)
            if one.clients:
                difference = Decimal(shown["after"]) - Decimal(shown["before"])
                assert sum(Decimal(each["difference"]) for each in shown["clients"]) == difference
            causes |= {each["cause"] for each in shown["clients"]}
    assert causes >= {Cause.SOLD, Cause.EXPIRED, Cause.ACTIVITY_LAPSED, Cause.REPORT}


async def test_explanations_are_the_engines(facts: Reader) -> None:
    clients = {id_: name for name, id_ in (await ids_of("client")).items()}
    employees = {id_: name for name, id_ in (await ids_of("employee")).items()}
    statuses, middle = set(), 0
    for name, id_ in (await ids_of("partner")).items():
        await add_standing(id_, LAST)
        async with acquire() as connection:
            found = await explain_day(connection, facts.rules, id_, LAST)
        assert found is not None
        standing = (await facts.ask(EXPLAIN, {"partner": name, "day": iso(LAST)}))["partner"]["standing"]
        told = standing["explain"]
        assert told["asOf"] == iso(LAST)
        edition = found.basis.edition
        for shown, one in zip(told["metrics"], found.explanation.metrics, strict=True):
            assert shown["metric"]["key"] == one.metric.key
            assert shown["value"] == text(written_value(edition, one.metric, one.value))
            assert shown["contributionCount"] == len(one.contributions)
            for each, contribution in zip(shown["contributions"], one.contributions, strict=True):
                assert each["amount"] == text(written_value(edition, one.metric, contribution.amount))
                key = contribution.client
                assert each["client"] == (None if key is None else {"externalId": clients[key]})
                assert each["inMiddle"] == (key in one.middle)
                assert each["lifts"] == (key in one.lifted_by)
                middle += each["inMiddle"]
                if key is None or contribution.way is None:
                    assert each["credit"] is None
                    continue
                explained = found.explanation.credits[key][contribution.way]
                credit = each["credit"]
                assert (credit["way"], credit["status"]) == (contribution.way, explained.credit.status)
                assert credit["countsFrom"] == iso(explained.counts_from)
                assert credit["countsUntil"] == iso(explained.credit.counts_until)
                match = explained.match
                statuses.add(credit["status"])
                if match is None:
                    assert credit["access"] is None
                else:
                    access = credit["access"]
                    assert access["employee"]["externalId"] == employees[match.access.employee]
                    assert access["domainMatches"] == match.access.domain_matches
                    assert access["lastActiveOn"] == iso(match.last_active_on)
            if shown["metric"]["unit"] == "MONEY":
                assert sum(Decimal(each["amount"]) for each in shown["contributions"]) == Decimal(shown["value"])
    assert statuses >= set(CreditStatus) - {CreditStatus.PENDING_REPORT}
    assert middle > 0


async def test_only_so_many_things_are_shown_as_are_asked_for(facts: Reader) -> None:
    [(name,), *_] = await fetch("SELECT external_id FROM partner WHERE joined_on <= $1 ORDER BY id", FIRST)
    document = """query ($partner: String!, $first: Int!) { partner(externalId: $partner) {
      changes(from: "2018-09-13", to: "2019-06-14") { metrics { clientCount clients(first: $first) { way } } } } }"""
    for first in (0, 1, 500):
        metrics = (await facts.ask(document, {"partner": name, "first": first}))["partner"]["changes"]["metrics"]
        assert max(one["clientCount"] for one in metrics) > 1
        assert all(len(one["clients"]) == min(first, one["clientCount"]) for one in metrics)
    for first in (-1, 501):
        code, _ = await facts.refusal(document, {"partner": name, "first": first})
        assert code == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("forecast(decisions: 0) { assume }", "decisions: 0 is not between 1 and 12"),
        ("forecast(decisions: 13) { assume }", "decisions: 13 is not between 1 and 12"),
        ('changes(from: "2019-06-02", to: "2019-06-01") { firstDay }', "2019-06-02 is after 2019-06-01"),
        ('changes(from: "2019-06-02", to: "2019-07-01") { firstDay }', "2019-07-01 has not closed"),
        ('changes(from: "2001-06-02", to: "2019-06-01") { firstDay }', "no edition"),
    ],
)
async def test_questions_that_cannot_be_answered_are_refused(facts: Reader, field: str, said: str) -> None:
    [name, *_] = await ids_of("partner")
    code, message = await facts.refusal(f'{{ partner(externalId: "{name}") {{ {field} }} }}')
    assert code == "BAD_USER_INPUT"
    assert said in message


def rivals() -> Iterator[Line]:
    """Two partners. The agency has lost c2, which the rival manages with an address and an amount of its own."""
    yield from silver()
    yield partner("rival", joined_on="2018-01-01")
    yield {**client(2, sold_by="rival"), "name": "Lost Two"}
    yield {**client(3, sold_by="rival"), "name": "Secret Three"}
    yield mrr("2019-02", 2, "777.00")
    yield mrr("2019-02", 3, "888.00")
    yield from staff(2, 3, name="rival")
    yield {"type": "access", "client": "c2", "employee": "ada-agency", "granted_on": "2019-01-10"}
    yield from use(2, "2019-03-11", "CRM")
    yield from use(2, "2019-06-11", "CRM", name="rival")
    yield from use(3, "2019-06-11", "CRM", name="rival")


@pytest.fixture
async def two(reader: Reader) -> Reader:
    """The same on a day on which c1 alone appears under the agency."""
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    await load(list(rivals()), reader.rules)
    partners, clients = await ids_of("partner"), await ids_of("client")
    await add_computed_day(LAST_CLOSED)
    for name in ("agency", "rival"):
        await add_standing(partners[name], date(2019, 4, 1))
    await add_credit(partners["agency"], clients["c1"], **managed("1200.00"))
    for name in ("c2", "c3"):
        await add_credit(partners["rival"], clients[name], **managed("777.00"))
    return reader


WHOLE_CLIENT = "client { externalId name soldOn soldBy { name } mrr { amount } }"
MATCHED = (
    "credit { countsFrom lastActiveOn matchedEmployee { email } matchedAccess { employee { email } partnerDomains } }"
)
EVERY_ANSWER = f"""
fragment A on Partner {{
  forecast {{ decisions {{ tier {{ key }} metrics {{ value }}
    expired {{ {WHOLE_CLIENT} mrr {{ amount }} lastDay status }} }} }}
  changes(from: "2019-03-01", to: "2019-04-01") {{
    metrics {{ before after clients {{ {WHOLE_CLIENT} before after cause }} }} }}
  clients {{ edges {{ {MATCHED} }} }}
  one: clients(first: 1) {{ edges {{ node {{ partners(first: 1) {{ edges {{ node {{ name }} {MATCHED} }} }} }} }} }}
  standing(asOf: "2019-04-01") {{ gates(tier: "GOLD") {{ actual limiting }} explain {{ metrics {{ contributions {{
    amount {WHOLE_CLIENT} employee {{ email }} credit {{ status access {{ employee {{ email }} lastActiveOn }} }}
  }} }} }} }}
}}
query ($partner: String!) {{ partner(externalId: $partner) {{ ...A }} }}
"""


async def test_no_answer_shows_a_partner_anything_of_others(two: Reader) -> None:
    for by in (partner_token("agency"), OPERATOR):
        own, other = [
            (await two.ask(EVERY_ANSWER, {"partner": name}, by=by))["partner"] for name in ("agency", "rival")
        ]
        told = str((own, other))
        for hidden in ("Lost Two", "Secret Three", "c2", "c3", "rival", "888.00"):
            assert (hidden in told) is (by is OPERATOR), hidden
        assert (other is None) is (by is not OPERATOR)
        assert "Client 1" in told
        assert "ada@agency.example" in told
        [managed_mrr] = [one for one in own["changes"]["metrics"] if one["after"] == "1977.00"]
        found = [(each["client"] and each["client"]["externalId"], each["after"]) for each in managed_mrr["clients"]]
        assert found == [("c1", "1200.00"), (None if by is not OPERATOR else "c2", "777.00")]


async def test_who_loads_facts_is_answered_nothing(two: Reader) -> None:
    code, _ = await two.refusal('{ partner(externalId: "agency") { forecast { assume } } }', by=INGEST)
    assert code == "FORBIDDEN"


ANSWERS = (
    "forecast(decisions: 1) { assume }",
    'changes(from: "2019-03-01", to: "2019-04-01") { firstDay }',
    'standing(asOf: "2019-04-01") { explain { asOf } }',
    "clients { edges { credit { countsFrom } } }",
)


@pytest.mark.parametrize("answer", ANSWERS)
async def test_one_request_asks_only_so_much(two: Reader, answer: str) -> None:
    def asked(times: int) -> str:
        fields = " ".join(f'p{number}: partner(externalId: "agency") {{ {answer} }}' for number in range(times))
        return f"{{ {fields} }}"

    assert (await two.execute(asked(MAX_ASKED))).errors is None
    errors = (await two.execute(asked(MAX_ASKED + 1))).errors or []
    assert {(error.extensions or {})["code"] for error in errors} == {"LIMIT_EXCEEDED"}
    assert len(errors) == 1


@pytest.mark.parametrize("answer", ANSWERS)
def test_neither_events_nor_long_lists_ask_the_engine(answer: str) -> None:
    assert cost(f"subscription {{ standingChanges {{ partner {{ {answer} }} }} }}") > MAX_EVENT_COST
    assert cost(f"{{ partners(first: 100) {{ edges {{ node {{ {answer} }} }} }} }}") > MAX_COST


@pytest.mark.parametrize(("answer", "clients"), list(zip(ANSWERS, (2, 4, 2, 2), strict=True)))
async def test_what_was_looked_at_is_paid_for(
    two: Reader, monkeypatch: pytest.MonkeyPatch, answer: str, clients: int
) -> None:
    paid: list[int] = []
    monkeypatch.setattr(Account, "owe", lambda _, cost: paid.append(cost))
    document = f'{{ partner(externalId: "agency") {{ {answer} }} }}'
    await two.ask(document)  # for which a statement has to be written
    paid.clear()
    await two.ask(document)
    [question] = [one for one in ("forecast", "changes") if one in answer] or ["explain"]
    assert paid == [price_of_looking(question, clients)]


async def test_a_look_has_the_time_of_a_statement(two: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(connection: asyncpg.Connection, *_: object) -> None:
        await connection.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr("engine.forecasts.read_reports", sleep)
    monkeypatch.setattr(api.types.forecasts, "STATEMENT_TIMEOUT", timedelta(milliseconds=20))
    code, _ = await two.refusal('{ partner(externalId: "agency") { forecast { assume } } }')
    assert code == "TIMEOUT"


async def test_looks_take_no_more_connections_than_a_request_has_and_end_with_their_client(
    api: Api, database_url: str
) -> None:
    await add_partner("P-1")
    await add_client("C-1")
    look = 'partner(externalId: "P-1") { forecast(decisions: 1) { assume } }'
    looks = " ".join(f"p{number}: {look}" for number in range(MAX_CONNECTIONS + 2))
    async with held(database_url, "access") as onlooker:
        async with over_http(api, f"{{ {looks} }}"):
            await until_stuck(onlooker, MAX_CONNECTIONS)
            assert await stuck(onlooker) == MAX_CONNECTIONS
        await until_stuck(onlooker, 0, MOMENT)
    answer = await api.ask(OPERATORS_TOKEN, f"{{ {looks} }}")
    assert set(answer) == {f"p{n}" for n in range(MAX_CONNECTIONS + 2)}
    [(open_,)] = await fetch(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
    )
    assert open_ == 0
