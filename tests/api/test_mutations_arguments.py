"""Arguments of mutations that mean nothing are told in the payload, whatever the mutation and the argument."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type, is_required_input_field

from api.mutations.mutation import JUDGING
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


@pytest.mark.parametrize("below", ["edition { program { editionOn(day: $day) { key } } }", "...P"])
async def test_what_no_mutation_judges_refuses_the_request(api: Api, below: str) -> None:
    fragment = "fragment P on EditionPayload { edition { program { editionOn(day: $day) { key } } } }"
    code, message = await api.fail(
        OPERATOR,
        f'mutation ($day: Date) {{ withdrawEdition(input: {{ editionId: "x" }}) {{ {below} }} }}'
        + (fragment if below == "...P" else ""),
        {"day": "tomorrow"},
    )
    assert code == "BAD_USER_INPUT"
    assert "'tomorrow' is not a date" in message


def test_every_mutation_judges_what_it_is_given() -> None:
    assert mutations().keys() == JUDGING


def test_every_code_is_documented_and_no_other() -> None:
    _, _, table = ACCESS.read_text(encoding="utf-8").partition("In `userErrors[].code`")
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"[A-Z_]{4,}", " ".join(rows))) == sorted(RefusalCode)


def test_each_payload_has_errors_with_a_code_of_the_enumeration() -> None:
    kind = schema._schema.type_map["UserError"]
    assert isinstance(kind, GraphQLObjectType)
    assert str(kind.fields["code"].type) == "UserErrorCode!"
