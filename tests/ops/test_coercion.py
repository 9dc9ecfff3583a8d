"""What is typed is read as Typer reads it, value for value and refusal for refusal."""

from collections.abc import Iterator

import pytest
import typer
from typer._coercion import RuntimeParam, build_runtime_param
from typer.core import TyperCommand, TyperGroup

from ops.cli import assemble
from ops.coercion import Parameter, Simple
from ops.commands.index import COMMANDS

TYPED = [
    "", " ", "-", "0", "8000", "65536", "-1", "1.5", "x", "operator", "Operator", "OPERATOR", "failed", "QUEUED", "8h",
    "2018-05", "2018-05-15", "2018-02-30", "/srv/a b", "~/x", "./x/../y", "true", "ä", "none", "a,b",
]  # fmt: skip


def parameters(command: TyperCommand | TyperGroup, words: str = "tierline") -> Iterator[tuple[str, Parameter]]:
    for parameter in command.params:
        assert isinstance(parameter, Parameter)
        yield f"{words} {parameter.name}", parameter
    for name, below in command.commands.items() if isinstance(command, TyperGroup) else ():
        assert isinstance(below, TyperCommand | TyperGroup)
        yield from parameters(below, f"{words} {name}")


ALL = dict(parameters(assemble(COMMANDS)))
SIMPLE = {name: parameter for name, parameter in ALL.items() if isinstance(parameter.get_runtime_param(), Simple)}


def outcome(reader: RuntimeParam, parameter: Parameter, value: object) -> object:
    context = typer.Context(assemble())
    try:
        return reader.coerce(value, parameter, context)
    except typer.TyperException as refusal:
        return type(refusal), refusal.format_message()


@pytest.mark.parametrize("name", SIMPLE)
def test_a_parameter_of_one_word_is_read_as_typer_reads_it(name: str) -> None:
    parameter = SIMPLE[name]
    own, theirs = parameter.get_runtime_param(), build_runtime_param(parameter.type_descriptor)
    for value in [*TYPED, None, parameter.default]:
        expected = outcome(theirs, parameter, value)
        found = outcome(own, parameter, value)
        assert (found, type(found)) == (expected, type(expected)), value


def test_lists_are_left_to_typer() -> None:
    assert ALL.keys() - SIMPLE.keys() == {"tierline import files"}
