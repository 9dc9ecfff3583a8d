"""What is needed of Strawberry's and graphql-core's insides. A version of either that breaks it shows here first."""

import asyncio
import gc
import inspect
import warnings
from collections.abc import Awaitable
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Any

import orjson
import pytest
import strawberry
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    ValidationRule,
    get_named_type,
    get_variable_values,
    parse,
    validate,
)

from api.execution import framework
from api.execution.framework import (
    Answer,
    BaseGraphQLTransportWSHandler,
    FieldDetails,
    FragmentDetails,
    RunningOperation,
    ValidationAbortedError,
    VariableValues,
    begin_execution,
    call_resolver,
    capitalize_first,
    class_of,
    coerce_arguments,
    collect_subfields,
    core_info,
    core_schema,
    definition_of,
    describe_values,
    parse_content_type,
    to_camel_case,
)
from api.types.resolved import resolved

Seen = list[strawberry.Info[Any, Any]]


class Color(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


strawberry.enum(Color, description="A color.")
describe_values(Color, {Color.RED: "Like fire.", Color.BLUE: "Like water."})


@strawberry.input
class PaintInput:
    first_color: Color
    layers: int = 2


@strawberry.type
class Wall:
    name: str
    color: Color


@strawberry.type
class House:
    @strawberry.field
    async def color(self) -> Color:
        return Color.RED


@strawberry.type
class Query:
    @strawberry.field
    def house(self) -> House:
        return House()

    @strawberry.field
    def plain(self) -> str:
        return "plain"

    @resolved("One that is answered.", Wall | None)
    async def answered(self) -> Answer:
        error = GraphQLError("no color", path=["answered", "color"])
        return Answer(orjson.Fragment(b'{"name":"w","color":null}'), (error,))

    @resolved("Several that are.", list[Wall] | None)
    def listed(self) -> Answer:
        return Answer(orjson.Fragment(b'[{"name":"w"}]'))

    @strawberry.field
    async def wall(self, info: strawberry.Info[Seen, None], paint: PaintInput) -> Wall:
        info.context.append(info)
        return Wall(name=f"{paint.layers} layers", color=paint.first_color)

    @strawberry.field
    def echo(
        self,
        info: strawberry.Info[Seen, None],
        asked_for: Annotated[Color, strawberry.argument(name="color")] = Color.RED,
        paints: list[PaintInput] | None = strawberry.UNSET,
    ) -> str:
        return repr((info.field_name, asked_for, paints))


SCHEMA = strawberry.Schema(Query)
CORE = core_schema(SCHEMA)


def root_field(name: str) -> GraphQLField:
    assert CORE.query_type is not None
    field: GraphQLField = CORE.query_type.fields[name]
    return field


def object_named(name: str) -> GraphQLObjectType:
    found = CORE.get_type(name)
    assert isinstance(found, GraphQLObjectType)
    return found


def running(text: str, variables: dict[str, Any] | None = None, seen: Seen | None = None) -> RunningOperation:
    (node,) = parse(text).definitions
    assert isinstance(node, OperationDefinitionNode)
    return RunningOperation(CORE, node, {}, variables or {}, seen)


def begin(text: str, variables: dict[str, Any] | None = None, seen: Seen | None = None) -> Any:  # noqa: ANN401 (a result, or what gives one)
    return begin_execution(running(text, variables, seen), parse(text), None, hide_suggestions=False)


def node_of(text: str) -> FieldNode:
    (node,) = running(text).node.selection_set.selections
    assert isinstance(node, FieldNode)
    return node


async def test_an_answer_is_the_value_of_its_field_with_all_that_is_selected_and_its_errors_are_the_operations() -> (
    None
):
    result = await begin("{ plain answered { name color } listed { name } }")
    assert orjson.loads(orjson.dumps(result.data)) == {
        "plain": "plain", "answered": {"name": "w", "color": None}, "listed": [{"name": "w"}],
    }  # fmt: skip
    assert [error.message for error in result.errors] == ["no color"]


async def test_what_waits_for_nothing_has_its_result_at_once() -> None:
    assert isinstance(begin("{ plain listed { name } }"), ExecutionResult)
    waiting = begin("{ answered { name } }")
    assert isinstance(waiting, Awaitable)
    await waiting


async def test_nothing_is_left_unawaited_of_what_is_cancelled_before_its_fields_begin() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with suppress(TimeoutError):
            async with asyncio.timeout(0):  # it ends after the tasks of the fields are made, and before they run
                await begin("{ a: house { color } b: house { color } }")
        await asyncio.sleep(0)  # the loop lets go of what has woken this
        gc.collect()
    assert [str(one.message) for one in said] == []


async def test_a_made_info_tells_what_a_resolver_is_told() -> None:
    seen: Seen = []
    plain: Any = {"layers": 3}
    text = "query Q($layers: Int) { painted: wall(paint: {firstColor: RED, layers: $layers}) { name } }"
    result = await begin(text, {"layers": 3}, seen)
    assert result.data == {"painted": {"name": "3 layers"}}
    (told,) = seen
    operation = running(text, {"layers": 3}, seen)
    nodes = [one for one in operation.node.selection_set.selections if isinstance(one, FieldNode)]
    made = operation.info(CORE.query_type, ["painted"], root_field("wall"), nodes)
    assert core_info(told).variable_values == plain
    for name in ("field_name", "return_type", "parent_type", "schema", "fragments", "operation", "variable_values"):
        assert getattr(core_info(made), name) == getattr(core_info(told), name), name
    assert core_info(made).field_nodes == core_info(told).field_nodes
    assert core_info(made).path.as_list() == core_info(told).path.as_list() == ["painted"]
    assert core_info(made).context is core_info(told).context is seen
    assert made.context is seen
    assert made.schema is told.schema is SCHEMA
    assert made.python_name == told.python_name == "wall"


def test_a_function_is_called_with_its_arguments_as_it_declares_them() -> None:
    def call(text: str, variables: dict[str, Any] | None = None) -> str:
        operation = running(text, variables)
        values = get_variable_values(CORE, operation.node.variable_definitions or (), variables or {})
        assert isinstance(values, VariableValues)
        field, node = root_field("echo"), node_of(text)
        info = operation.info(CORE.query_type, ["echo"], field, [node])
        return str(call_resolver(info, definition_of(field), coerce_arguments(field, node, values)))

    paint = PaintInput(first_color=Color.BLUE)
    assert call("{ echo }") == repr(("echo", Color.RED, strawberry.UNSET))
    assert call("{ echo(color: BLUE, paints: null) }") == repr(("echo", Color.BLUE, None))
    paints = {"paints": [{"firstColor": "BLUE"}]}
    assert call("query ($paints: [PaintInput!]) { echo(paints: $paints) }", paints) == repr(
        ("echo", Color.RED, [paint])
    )


def test_arguments_that_do_not_fit_are_refused_and_suggest_names_unless_they_may_not() -> None:
    field, node = root_field("echo"), node_of("{ echo(color: BLEU) }")
    with pytest.raises(GraphQLError, match="Did you mean the enum value 'BLUE'"):
        coerce_arguments(field, node, VariableValues({}, {}))
    with pytest.raises(GraphQLError) as refused:
        coerce_arguments(field, node, VariableValues({}, {}), hide_suggestions=True)
    assert "Did you mean" not in refused.value.message


def test_types_and_fields_lead_to_what_declares_them() -> None:
    assert class_of(object_named("Wall")) is Wall
    assert definition_of(root_field("echo")).python_name == "echo"
    assert definition_of(root_field("echo")).base_resolver is not None
    assert definition_of(object_named("Wall").fields["name"]).base_resolver is None
    with pytest.raises(KeyError):
        definition_of(object_named("__Type").fields["name"])


def test_values_of_enumerations_have_their_descriptions_and_every_one_needs_one() -> None:
    assert '"""Like fire."""\n  RED' in SCHEMA.as_str()
    with pytest.raises(KeyError):
        describe_values(Color, {Color.RED: "Like fire."})


def test_selections_are_merged_with_fragments_put_in_and_directives_obeyed() -> None:
    document = parse(
        "query ($on: Boolean!) { listed { name ... on Wall { shade: color } ...F color @include(if: $on) } }"
        " fragment F on Wall { name }"
    )
    operation, fragment = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    (node,) = operation.selection_set.selections
    assert isinstance(node, FieldNode)
    kind = get_named_type(root_field("listed").type)
    assert isinstance(kind, GraphQLObjectType)
    details: Any = {"F": FragmentDetails(fragment)}  # type: ignore[arg-type] # it is a fragment
    for on, keys in ((True, ["name", "shade", "color"]), (False, ["name", "shade"])):
        values = VariableValues({}, {"on": on})
        found = collect_subfields(CORE, details, values, operation, kind, [FieldDetails(node, None)])
        assert list(found.grouped_field_set) == keys
        assert [len(found.grouped_field_set[key]) for key in keys] == [2, *(1 for _ in keys[1:])]


def test_a_rule_can_end_the_validation_with_its_error_as_the_last() -> None:
    class Ends(ValidationRule):
        def enter_document(self, *_: object) -> None:
            raise ValidationAbortedError("enough", extensions={"code": "ENOUGH"})

    class NeverAsked(ValidationRule):
        def enter_field(self, *_: object) -> None:
            raise AssertionError

    (error,) = validate(CORE, parse("{ plain }"), [Ends, NeverAsked])
    assert (error.message, error.extensions) == ("enough", {"code": "ENOUGH"})


def test_a_socket_handler_has_the_hooks_that_ours_overrides_or_calls() -> None:
    hooks = {
        "handle": 0, "shutdown": 0, "handle_message": 1, "handle_connection_init": 1, "handle_subscribe": 1,
        "handle_invalid_message": 1, "handle_task_exception": 1, "run_operation": 1, "send_message": 1,
        "cleanup_operation": 1,
    }  # fmt: skip
    for name, count in hooks.items():
        hook = getattr(BaseGraphQLTransportWSHandler, name)
        assert inspect.iscoroutinefunction(hook), name
        assert len(inspect.signature(hook).parameters) == 1 + count, name
    for name in ("send_operation_message", "send_initial_errors"):
        assert inspect.iscoroutinefunction(getattr(framework.SocketOperation, name)), name
    made = inspect.getsource(BaseGraphQLTransportWSHandler.__init__)
    for name in ("operations", "connection_init_received", "connection_acknowledged", "context", "view", "websocket"):
        assert f"self.{name}" in made, name


def test_texts_are_read_and_written_as_strawberry_does() -> None:
    assert parse_content_type("application/json; charset=utf-8") == ("application/json", {"charset": "utf-8"})
    assert to_camel_case("first_color") == "firstColor"
    assert capitalize_first("firstColor") == "FirstColor"
