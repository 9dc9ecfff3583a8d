"""The `tierline` command."""

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from ops.coercion import Parameter, read_simply
from ops.commands.index import COMMANDS
from ops.errors import UsageError
from ops.terminal import out, printable

INTERRUPTED = 130
HELP = ["-h", "--help"]

Command = TyperCommand | TyperGroup


class CommandLine(TyperGroup):
    """Knows the name and the purpose of every command, and imports the one that is asked for."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - Typer's own
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(TyperCommand(name, short_help=entry.help))

    def load(self, name: str) -> Command:
        """The whole command of that name."""
        entry = COMMANDS[name]
        found = getattr(import_module(f"ops.commands.{entry.module}"), entry.attribute)
        app = _begin_app()
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, help=entry.help)
        else:
            app.command(name, help=entry.help)(found)
        command = _finish(app).commands[name]
        assert isinstance(command, Command)
        self.add_command(command)
        return command

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - Typer has no public name for it
        args: list[str],
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command that the words begin with, and the words after it; as completion and `invoke` call it."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else self.load(name), rest


def main() -> None:
    """Runs a command; what goes wrong is a line on standard error, or several, and a code that is not zero."""
    try:
        code = assemble()(standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        sys.exit(_complain(_explain_usage(error), error.exit_code))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has left; the interpreter must not fail once more while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except UsageError as error:
        sys.exit(max(_complain(problem, 1) for problem in error.problems))
    except Exception as error:  # noqa: BLE001  # a traceback helps nobody at a terminal; explain() keeps it
        from ops.failures import explain_each  # noqa: PLC0415 - it knows the database's errors; most commands need none

        sys.exit(max(_complain(problem, 1) for problem in explain_each(error)))
    sys.exit(code if isinstance(code, int) else 0)


def assemble(loaded: Iterable[str] = ()) -> CommandLine:
    """The command line, with the commands of these names imported beforehand."""
    app = _begin_app(CommandLine)
    app.callback()(_tierline)
    line = _finish(app)
    assert isinstance(line, CommandLine)
    for name in loaded:
        line.load(name)
    return line


def _begin_app(cls: type[TyperGroup] = TyperGroup) -> typer.Typer:
    app = typer.Typer(
        name="tierline",
        cls=cls,
        no_args_is_help=True,
        add_completion=cls is CommandLine,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # boxes are not worth waiting for
        context_settings={"help_option_names": HELP},
    )
    app.callback()(lambda: None)
    return app


def _finish(app: typer.Typer) -> TyperGroup:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    _prepare(group)
    return group


def _prepare(command: Command) -> None:
    """Typer would have help say `--wait <bool>`, as if a value had to follow, and cut lines; and it reads slowly."""
    own_help = command.get_help_option(typer.Context(command, help_option_names=HELP))
    for parameter in [*command.params, own_help]:
        assert isinstance(parameter, Parameter)
        read_simply(parameter)
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""
    command.short_help = command.short_help or command.help
    for below in command.commands.values() if isinstance(command, TyperGroup) else ():
        assert isinstance(below, Command)
        _prepare(below)


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - as Typer calls it
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - nothing else needs it

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
    if message == context.get_help():  # nothing was asked for
        out.print(message)
        return ""
    return f"{message.rstrip('.')}; `{context.command_path} --help` tells what there is"


def _complain(message: str, code: int) -> int:
    if line := " ".join(message.split()):
        print(f"tierline: {printable(line)}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    main()
