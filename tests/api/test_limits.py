import re
from typing import Any

import pytest
from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate

from api.execution.limits.documents import measure_document
from api.execution.limits.variables import count_values
from api.schema import schema


def doubling(levels: int) -> str:
    """Fragments that each spread the next one twice."""
    chain = [f"fragment F{level} on Query {{ ...F{level + 1} ...F{level + 1} }}" for level in range(levels)]
    return " ".join(["{ ...F0 }", *chain, f"fragment F{levels} on Query {{ viewer {{ role }} }}"])


def repeat(text: str, times: int) -> str:
    return " ".join(text.replace("%", str(number)) for number in range(times))


def nest(depth: int) -> str:
    return "{ viewer " + "{ partner " * (depth - 2) + "{ id }" + " }" * (depth - 1)


async def refusal(document: str, variables: dict[str, Any] | None = None) -> tuple[str, str]:
    """The code and the message of the one error; nothing runs, so nobody has to ask."""
    result = await schema.execute(document, variables, operation_name="Q0" if "Q0" in document else None)
    (error,) = result.errors or []
    assert error.extensions is not None
    assert not result.extensions
    return error.extensions["code"], error.message


BOMBS = {
    "doubling fragments": (doubling(60), "selections 1,000,000,000 or more is above 1,000"),
    "aliases in a long text": (
        f"{{ {repeat('a%: viewer { role }', 10_000)} }}",
        "size in bytes 228,893 is above 65,536",
    ),
    "aliases in many tokens": (f"{{ {repeat('a%:node', 6_000)} }}", "more than 2000 tokens"),
    "aliases": (f"{{ {repeat('a%: viewer { role }', 300)} }}", "aliases 300 is above 50"),
    "directives in many tokens": (f"{{ viewer {{ role {'@a ' * 10_000} }} }}", "more than 2000 tokens"),
    "directives": (f"query @a {{ viewer @a {{ role {'@a ' * 900} }} }}", "directives 902 is above 50"),
    "comments": ("{ viewer { role } }" + "#\n" * 600, "more than 500 comments"),
    "nesting that is not read": (nest(400), "nested too deeply"),
    "nesting": (nest(21), "depth 21 is above 15"),
    "a literal": (f'{{ node(id: "{"a" * 2**20}") {{ id }} }}', "size in bytes 1,048,599 is above 65,536"),
    "a literal of wide characters": (
        f'{{ node(id: "{"ä" * 2**15}") {{ id }} }}',
        "size in bytes 65,559 is above 65,536",
    ),
    "variables in a long text": (f"query ({repeat('$v%: Int', 10_000)}) {{ viewer {{ role }} }}", "above 65,536"),
    "variables": (f"query ({repeat('$v%: Int', 1_000)}) {{ viewer {{ role }} }}", "more than 2000 tokens"),
    "one field again and again": (f"{{ viewer {{ {'role ' * 900} }} }}", "overlaps 404,550 is above 2,000"),
    "one tree again and again": (f"{{ {'viewer { partner { id } } ' * 200} }}", "overlaps 59,700 is above 2,000"),
    "one tree in fragments": (
        f"{{ {repeat('...F%', 90)} }} {repeat('fragment F% on Query { viewer { role } }', 90)}",
        "overlaps 8,010 is above 2,000",
    ),
    "selections": (
        f"{{ {repeat('...F%', 40)} }} {repeat('fragment F% on Query { ...G }', 40)}"
        f" fragment G on Query {{ {'viewer { role } ' * 20} }}",
        "selections 1,680 is above 1,000",
    ),
    "a fragment that nothing spreads": (
        f"{{ viewer {{ role }} }} fragment F on Viewer {{ {'role ' * 900} }}",
        "overlaps 404,550 is above 2,000",
    ),
    "fragments": (f"{{ ...F0 }} {repeat('fragment F% on Query { ...F0 }', 101)}", "fragments 101 is above 100"),
    "operations": (repeat("query Q% { viewer { role } }", 21), "operations 21 is above 20"),
    "an operation beside one of its name": (
        f"query Q0 {{ {repeat('a%: viewer { role }', 60)} }} query Q0 {{ viewer {{ role }} }}",
        "aliases 60 is above 50",
    ),
    "pages in pages": (
        "{ partners(first: 100) { edges { node { clients(last: 100) { edges { node { id } } } } } } }",
        "cost 20,301 is above 20,000",
    ),
    "introspection": (f"{{ {repeat('a%: __schema { types { name } }', 4)} }}", "cost 24,000 is above 20,000"),
}


@pytest.mark.parametrize(("bomb", "excess"), BOMBS.values(), ids=BOMBS)
async def test_a_bomb_is_refused_with_the_limit_and_the_excess(bomb: str, excess: str) -> None:
    code, message = await refusal(bomb)
    assert code == "LIMIT_EXCEEDED"
    assert message.startswith("the document asks for too much: ")
    assert excess in message


async def test_variables_have_a_limit_wherever_their_values_are() -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    for ids in (["a"] * 20_000, [["a"] * 10_000] * 2, [{"a": "b"}] * 10_000, {"a": ["b"] * 20_000}):
        code, message = await refusal(document, {"ids": ids})
        assert code == "LIMIT_EXCEEDED"
        assert re.fullmatch(r"the document asks for too much: values of variables 20,00\d is above 20,000", message)
    assert count_values({"ids": ["a"] * 19_999}, 20_000) == 20_000


async def test_everything_up_to_a_limit_is_fine() -> None:
    for document, code in ((nest(15), "BAD_USER_INPUT"), (nest(16), "LIMIT_EXCEEDED")):
        # the first one is wrong for another reason, which is looked for after the limits
        result = await schema.execute(document)
        assert {(error.extensions or {})["code"] for error in result.errors or ()} == {code}


async def test_fragments_that_repeat_themselves_are_told_by_name() -> None:
    cyclic = "{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { role } ...A }"
    assert await refusal(cyclic) == ("BAD_USER_INPUT", "Cannot spread fragment 'A' within itself.")
    twice = "{ ...A } fragment A on Query { viewer { role } } fragment A on Query { viewer { role } }"
    assert await refusal(twice) == ("BAD_USER_INPUT", "There can be only one fragment named 'A'.")


def test_each_selection_is_looked_at_once() -> None:
    for levels in (10, 20, 40, 80):
        assert measure_document(schema._schema, parse(doubling(levels))).visits == 2 * levels + 3


def test_fragments_count_wherever_they_are_spread() -> None:
    document = """
    query { viewer { ...V again: partner @include(if: true) { ...P } } }
    fragment V on Viewer { partner { ... on Partner { ...P } } }
    fragment P on Partner { tier { label: name } }
    """
    measured = measure_document(schema._schema, parse(document)).together
    assert (measured.depth, measured.aliases, measured.directives, measured.selections) == (4, 3, 1, 11)


async def test_a_refusal_is_found_once_for_all_requests_as_any_verdict_of_the_validation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    validated: list[object] = []

    def count(of: GraphQLSchema, document: DocumentNode, *rest: Any, **more: Any) -> list[GraphQLError]:  # noqa: ANN401
        validated.append(document)
        return validate(of, document, *rest, **more)

    monkeypatch.setattr("api.execution.documents.validate", count)
    for document in (nest(22), "{ viewer { never_asked_otherwise } }"):
        validated.clear()
        for _ in range(5):
            assert (await schema.execute(document)).errors
        assert len(validated) == 1
