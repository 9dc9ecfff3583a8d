"""What the command says of itself, to a stranger."""

import os
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from ops.cli import assemble
from ops.commands.index import COMMANDS
from tests.ops.conftest import Tierline

ROOT = Path(__file__).parents[2]


def commands(command: TyperCommand | TyperGroup, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            assert isinstance(below, TyperCommand | TyperGroup)
            yield from commands(below, (*words, name))


def find(words: tuple[str, ...]) -> TyperCommand | TyperGroup:
    command: TyperCommand | TyperGroup = assemble(COMMANDS)
    for word in words:
        assert isinstance(command, TyperGroup)
        below = command.commands[word]
        assert isinstance(below, TyperCommand | TyperGroup)
        command = below
    return command


ALL = list(commands(assemble(COMMANDS)))


def test_it_tells_its_version(tierline: Tierline) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    result = tierline("--version")
    assert (result.code, result.out, result.err) == (0, f"tierline {version}\n", "")


def test_every_command_is_listed_by_what_it_is_for_and_known_whole_once_it_is_asked_for() -> None:
    for name, entry in COMMANDS.items():
        listed = assemble().commands[name]
        assert (listed.short_help, listed.params) == (entry.help, [])
        line = assemble([name])
        assert {words for words in commands(line) if words[:1] == (name,)} == {
            words for words in ALL if words[:1] == (name,)
        }
        assert (line.commands[name].help, line.commands[name].params != []) == (
            entry.help,
            name not in {"editions", "recompute"},
        )


def test_help_lists_every_command_with_all_of_what_it_is_for(tierline: Tierline) -> None:
    said = " ".join(tierline("--help").out.split())
    for name, entry in COMMANDS.items():
        assert f" {name} {entry.help}" in said


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_names_what_is_to_be_given_in_words_of_its_own(
    tierline: Tierline, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    command = find(words)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, TyperOption) and not parameter.hidden:
            assert parameter.help, parameter.name
            shown = parameter.metavar
            assert shown == "" if parameter.is_flag else shown or parameter.type_descriptor.is_choice, parameter.name
        elif isinstance(parameter, TyperArgument):
            assert parameter.help, parameter.name
            assert parameter.metavar, parameter.name
    result = tierline(*words, "--help")
    assert (result.code, result.err) == (0, "")
    assert "<bool>" not in result.out
    assert tierline(*words, "-h").out == result.out


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("tierline tok", ["token"]),
        ("tierline recompute ", ["activity", "tiers"]),
        ("tierline token --role ", ["operator", "partner", "ingest", "metrics"]),
        ("tierline up --sam", ["--sample"]),
    ],
)
def test_a_shell_completes_what_is_typed(typed: str, completed: list[str]) -> None:
    script = Path(sysconfig.get_path("scripts")) / "tierline"
    shell = {"_TIERLINE_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    answered = subprocess.run([script], capture_output=True, text=True, check=True, env=os.environ | shell)
    assert (answered.stdout.split(), answered.stderr) == (completed, "")


def test_it_tells_a_shell_how_to_complete(tierline: Tierline) -> None:
    result = tierline("--show-completion", "bash")
    assert (result.code, result.err) == (0, "")
    assert "_TIERLINE_COMPLETE=complete_bash" in result.out
