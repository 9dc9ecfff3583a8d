"""Arguments of mutations that mean nothing are told in the payload, whatever the mutation and the argument."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_required_input_field

from api.execution.documents import RequestRefused
from api.execution.framework import OperationType
from api.schema import schema
from jobs.refusals import RefusalCode
from tests.api.front import INGEST, OPERATOR, Api
from tests.api.writing import all_rows

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"
MALFORMED: dict[str, tuple[str, list[object]]] = {
    "ID": ("INVALID_ID", ["x", "\0", "5x", 2**31]),
    "Date": ("INVALID_DAY", ["tomorrow", "2019-13-01", "", 20190601, 2.5, True, ["2019-06-01"], {"day": 1}]),
}
"""By the types of arguments that not every value of the JSON type can be: the code, and values that mean nothing."""

GOOD: dict[str, object] = {"ID": "1", "Date": "2019-06-01", "String": "2019-06"}


def mutations() -> dict[str, GraphQLInputObjectType]:
    """The input of each."""
    root = schema._schema.mutation_type
    assert root is not None
    found = {}
    for name, field in root.fields.items():
        kind = get_named_type(field.args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        found[name] = kind
    return found


CASES = [
    (name, member, get_named_type(field.type).name)
    for name, kind in mutations().items()
    for member, field in kind.fields.items()
    if get_named_type(field.type).name in MALFORMED
]


def document(name: str, kind: GraphQLInputObjectType) -> str:
    payload = f"payload: {name}(input: $input) {{ userErrors {{ code path message }} }}"
    return f"mutation ($input: {kind.name}!) {{ {payload} }}"


def given_beside(kind: GraphQLInputObjectType, member: str, value: object) -> dict[str, object]:
    """An input with the value, and with good ones of all else that it needs."""
    needed = {
        name: GOOD[get_named_type(field.type).name]
        for name, field in kind.fields.items()
        if is_required_input_field(field)
    }
    return {**needed, member: value}


@pytest.mark.parametrize(("name", "member", "type_name"), CASES)
async def test_an_argument_that_means_nothing_is_a_user_error_at_its_place(
    api: Api, name: str, member: str, type_name: str
) -> None:
    code, values = MALFORMED[type_name]
    kind = mutations()[name]
    before = await all_rows()
    for value in values:
        if type_name == "ID" and value == 2**31 and member == "jobId":
            continue  # a number of a job
        answer: dict[str, Any] = await api.ask(
            OPERATOR, document(name, kind), {"input": given_beside(kind, member, value)}
        )
        (error,) = answer["payload"]["userErrors"]
        assert (error["code"], error["path"]) == (code, [member]), value
        assert error["message"]
    assert await all_rows() == before


@pytest.mark.parametrize(("name", "member", "type_name"), CASES)
async def test_who_may_not_ask_is_told_that_and_not_what_is_wrong(
    api: Api, name: str, member: str, type_name: str
) -> None:
    kind = mutations()[name]
    value = MALFORMED[type_name][1][0]
    given = {"input": given_beside(kind, member, value)}
    assert (await api.fail(INGEST, document(name, kind), given))[0] == "FORBIDDEN"


async def test_a_literal_that_means_nothing_is_told_like_a_variable_and_beside_other_mutations(api: Api) -> None:
    answer = await api.ask(
        OPERATOR,
        """mutation {
          days: recomputeActivity(input: { from: "2019-06-31" }) { job { id } ...U }
          to: recomputeActivity(input: { from: "2019-06-01", to: "never" }) { userErrors { code path } }
          month: recomputeTiers(input: { month: "June" }) { userErrors { code path } }
          ...E ... on Mutation { again: recomputeTiers(input: { month: "May" }) { userErrors { code path } } }
        }
        fragment E on Mutation {
          edition: withdrawEdition(input: { editionId: "x" }) { edition { key } userErrors { code path } }
        }
        fragment U on RecomputePayload { userErrors { code path } }""",
    )
    assert answer == {
        "days": {"job": None, "userErrors": [{"code": "INVALID_DAY", "path": ["from"]}]},
        "to": {"userErrors": [{"code": "INVALID_DAY", "path": ["to"]}]},
        "month": {"userErrors": [{"code": "INVALID_MONTH", "path": ["month"]}]},
        "edition": {"edition": None, "userErrors": [{"code": "INVALID_ID", "path": ["editionId"]}]},
        "again": {"userErrors": [{"code": "INVALID_MONTH", "path": ["month"]}]},
    }


BESIDE = """
  month: recomputeTiers(input: { month: "2019-05" }) { job { month } userErrors { code } }
"""
BELOW = "dryRun { decisions(first: 1, filter: { on: $below }) { totalCount } }"


@pytest.mark.parametrize("below", [BELOW.replace("$below", '"2019-06-15"'), BELOW])
@pytest.mark.parametrize("given", ["$on", '"tomorrow"'])
async def test_arguments_of_fields_below_leave_those_of_the_mutation_to_it_and_the_others_run(
    api: Api, below: str, given: str
) -> None:
    declared = [name for name in ("on", "below") if f"${name}" in below + given]
    variables = ", ".join(f"${name}: Date" for name in declared)
    answer = await api.ask(
        OPERATOR,
        f"mutation {f'({variables})' if variables else ''} {{"
        f" dryRun(input: {{ on: {given} }}) {{ ...P userErrors {{ code path }} }} {BESIDE} }}"
        f" fragment P on DryRunPayload {{ {below} }}",
        {name: {"on": "tomorrow", "below": "2019-06-15"}[name] for name in declared},
    )
    assert answer["dryRun"] == {"dryRun": None, "userErrors": [{"code": "INVALID_DAY", "path": ["on"]}]}
    assert answer["month"] == {"job": {"month": "2019-05"}, "userErrors": []}


async def test_a_default_that_means_nothing_is_told_like_what_is_given(api: Api) -> None:
    answer = await api.ask(
        OPERATOR,
        f'mutation ($on: Date = "tomorrow") {{ dryRun(input: {{ on: $on }}) {{ userErrors {{ code }} }} {BESIDE} }}',
    )
    assert answer["dryRun"] == {"userErrors": [{"code": "INVALID_DAY"}]}
    assert answer["month"] == {"job": {"month": "2019-05"}, "userErrors": []}


@pytest.mark.parametrize("amount", ["$amount", '"a lot"'])
async def test_records_are_judged_one_by_one_beside_fields_with_arguments(api: Api, amount: str) -> None:
    declared = "($amount: Decimal!)" if amount == "$amount" else ""
    answer = await api.ask(
        OPERATOR,
        f"mutation {declared} {{"
        f' importFacts(input: {{ records: [{{ mrr: {{ period: "2019-05", client: "C", amount: {amount} }} }}'
        ' { partner: { id: "P-9", name: "Nine", domains: [], joinedOn: "2019-01-01" } }] }) {'
        " accepted rejected { index field } userErrors { code } }"
        f' dryRun(input: {{ on: "2019-06-15" }}) {{ {BELOW.replace("$below", "null")} userErrors {{ code }} }} }}',
        {"amount": "a lot"} if declared else None,
    )
    assert answer["importFacts"] == {"accepted": 1, "rejected": [{"index": 0, "field": "amount"}], "userErrors": []}
    assert answer["dryRun"] == {"dryRun": None, "userErrors": [{"code": "ONE_OF_TWO"}]}


TOO_MUCH = "x" * 70_000
TEXTS = [
    (name, member)
    for name, kind in mutations().items()
    for member, field in kind.fields.items()
    if get_named_type(field.type).name == "String"
]


@pytest.mark.parametrize(("name", "member"), TEXTS)
@pytest.mark.parametrize("value", ["\0", "a\0b", "", TOO_MUCH])
async def test_a_text_that_cannot_be_one_is_told_beside_others(api: Api, name: str, member: str, value: str) -> None:
    kind = mutations()[name]
    given = given_beside(kind, member, value)
    if name in {"publishEdition", "dryRun"}:
        given |= {"backdate": True} if member == "reason" else {}
        given |= {"editionId": "x"} if member != "text" else {}
    asked = document(name, kind).removesuffix("}") + BESIDE + "}"
    answer = await api.ask(OPERATOR, asked, {"input": given})
    assert answer["payload"]["userErrors"]
    assert answer["month"] == {"job": {"month": "2019-05"}, "userErrors": []}


async def test_a_query_of_the_same_document_is_held_to_what_days_are() -> None:
    asked = """query Q { calendar { today } partner(externalId: "P") { tierOn(day: "tomorrow") { key } } }
    mutation M { recomputeActivity(input: { from: "tomorrow" }) { userErrors { code } } }"""
    with pytest.raises(RequestRefused, match="'tomorrow' is not a date"):
        await schema.documents.find(asked, None, "Q", set(OperationType), lambda _: None)


@pytest.mark.parametrize("below", [BELOW, "...P", BELOW.replace("$below", '"tomorrow"')])
async def test_what_no_mutation_judges_refuses_the_request(api: Api, below: str) -> None:
    before = await all_rows()
    declared = "" if '"tomorrow"' in below else "($below: Date)"
    code, message = await api.fail(
        OPERATOR,
        f"mutation {declared} {{ dryRun(input: {{}}) {{ {below} }} {BESIDE} }}"
        + (f"fragment P on DryRunPayload {{ {BELOW} }}" if below == "...P" else ""),
        {"below": "tomorrow"} if declared else None,
    )
    assert code == "BAD_USER_INPUT"
    assert "'tomorrow' is not a date" in message
    assert await all_rows() == before


def test_every_type_of_which_not_every_value_means_something_is_tried_above() -> None:
    types = {get_named_type(field.type).name for kind in mutations().values() for field in kind.fields.values()}
    assert types == {*MALFORMED, "String", "Boolean", "FactInput", "ActivityInput"}


def test_every_code_is_documented_and_no_other() -> None:
    _, _, table = ACCESS.read_text(encoding="utf-8").partition("In `userErrors[].code`")
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"[A-Z_]{4,}", " ".join(rows))) == sorted(RefusalCode)


def test_each_payload_has_errors_with_a_code_of_the_enumeration() -> None:
    kind = schema._schema.type_map["UserError"]
    assert isinstance(kind, GraphQLObjectType)
    assert str(kind.fields["code"].type) == "UserErrorCode!"
