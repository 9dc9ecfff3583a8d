"""The `tierline` command."""

import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from ops.failures import explain
from ops.terminal import printable

INTERRUPTED = 130
HELP = ["-h", "--help"]

# By module and name: whoever asks for one command need not wait until the others are imported.
COMMANDS = {
    "up": ("up", "up"),
    "api": ("api", "api"),
    "worker": ("worker", "worker"),
    "migrate": ("migrate", "migrate"),
    "import": ("facts", "import_facts"),
    "recompute": ("recompute", "app"),
    "jobs": ("jobs", "app"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "check": ("check", "check"),
    "verify": ("verify", "verify"),
    "token": ("token", "token"),
    "schema": ("schema", "schema"),
    "status": ("status", "status"),
}


def main() -> None:
    """Runs a command; whatever goes wrong is one line on standard error and a code that is not zero."""
    try:
        code = assemble(sys.argv[1:2])(standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        sys.exit(_complain(_explain_usage(error), error.exit_code))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has left; the interpreter must not fail once more while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # a traceback helps nobody at a terminal; explain() keeps it
        sys.exit(_complain(explain(error), 1))
    sys.exit(code if isinstance(code, int) else 0)


def assemble(asked: list[str]) -> TyperGroup:
    """The command line: the one command that is asked for by the first word, or all of them."""
    app = typer.Typer(
        name="tierline",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": HELP},
    )
    app.callback()(_tierline)
    for name in asked if asked and asked[0] in COMMANDS else COMMANDS:
        module, attribute = COMMANDS[name]
        command = getattr(import_module(f"ops.commands.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    assembled = get_command(app)
    assert isinstance(assembled, TyperGroup)
    _name_no_type_of_flags(assembled)
    return assembled


def _name_no_type_of_flags(command: TyperCommand | TyperGroup) -> None:
    """Help would say `--wait <bool>`, as if a value had to follow."""
    own_help = command.get_help_option(typer.Context(command, help_option_names=HELP))
    for option in [*command.params, own_help]:
        if isinstance(option, TyperOption) and option.is_flag:
            option.metavar = ""
    for below in command.commands.values() if isinstance(command, TyperGroup) else ():
        assert isinstance(below, TyperCommand | TyperGroup)
        _name_no_type_of_flags(below)


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - as Typer calls it
    if asked:
        print(f"tierline {version('tierline')}")  # noqa: T201
        raise typer.Exit


def _tierline(
    *,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Runs a software vendor's partner program: daily standings, monthly tiers, live over GraphQL.

    `tierline COMMAND --help` tells of each command."""


def _explain_usage(error: typer.TyperException) -> str:
    """What is wrong with the words typed. A wrong value's message says what is right; of others, the help does."""
    message = error.format_message()
    context: typer.Context | None = getattr(error, "ctx", None)
    if not message or context is None or isinstance(error, typer.BadParameter):
        return message
    return f"{message.rstrip('.')}; `{context.command_path} --help` tells what there is"


def _complain(message: str, code: int) -> int:
    if line := " ".join(message.replace("Value error, ", "").split()):
        print(f"tierline: {printable(line)}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    main()
