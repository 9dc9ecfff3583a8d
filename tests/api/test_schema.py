from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    is_specified_scalar_type,
)

from api.schema import print_sdl, schema

SDL = Path(__file__).parents[2] / "schema.graphql"


def own_types() -> list[GraphQLNamedType]:
    every = schema._schema.type_map.values()
    return [kind for kind in every if not kind.name.startswith("__") and not is_specified_scalar_type(kind)]


def test_the_schema_in_the_repository_is_the_one_that_is_served() -> None:
    assert SDL.read_text(encoding="utf-8") == print_sdl()


def test_everything_is_described() -> None:
    bare = []
    for kind in own_types():
        described: dict[str, str | None] = {kind.name: kind.description}
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in kind.fields.items():
                described[f"{kind.name}.{name}"] = field.description
                for argument, given in field.args.items():
                    described[f"{kind.name}.{name}({argument})"] = given.description
        elif isinstance(kind, GraphQLInputObjectType):
            described |= {f"{kind.name}.{name}": field.description for name, field in kind.fields.items()}
        elif isinstance(kind, GraphQLEnumType):
            described |= {f"{kind.name}.{name}": value.description for name, value in kind.values.items()}
        bare += [name for name, text in described.items() if not (text or "").strip()]
    assert bare == []


def test_scalars_say_where_they_are_specified() -> None:
    custom = [kind for kind in own_types() if isinstance(kind, GraphQLScalarType)]
    assert {kind.name for kind in custom} == {"Date", "DateTime", "Decimal"}
    assert all(kind.specified_by_url for kind in custom)


def test_printing_is_in_order_and_the_same_each_time() -> None:
    text = print_sdl()
    assert text == print_sdl()
    kinds = ("type ", "enum ", "input ", "scalar ", "interface ")
    names = [line.split()[1] for line in text.splitlines() if line.startswith(kinds)]
    assert names == sorted(names)


def test_what_lists_hold_can_be_found_again() -> None:
    edges = [one for one in own_types() if isinstance(one, GraphQLObjectType) and one.name.endswith("Edge")]
    nodes = [get_named_type(edge.fields["node"].type) for edge in edges]
    found = [node for node in nodes if isinstance(node, GraphQLObjectType)]
    assert len(found) == len(edges) > 0
    # What is foreseen, or found by a dry run, is made anew as a whole: its id is for caches only (docs/clients.md).
    lost = {node.name for node in found if "Node" not in {one.name for one in node.interfaces}}
    assert lost == {"DryRunDecision", "ForeseenDecision"}
