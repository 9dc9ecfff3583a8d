"""The `tierline` command."""

import os
import sys
from importlib import import_module

import typer

from ops.failures import explain

INTERRUPTED = 130

# By module and name: whoever asks for one command need not wait until the others are imported.
COMMANDS = {
    "up": ("up", "up"),
    "api": ("api", "api"),
    "worker": ("worker", "worker"),
    "migrate": ("migrate", "migrate"),
    "import": ("facts", "import_facts"),
    "recompute": ("recompute", "app"),
    "verify": ("verify", "verify"),
    "token": ("token", "token"),
    "schema": ("schema", "schema"),
    "status": ("status", "status"),
}


def main() -> None:
    """Runs a command; whatever goes wrong is one line on standard error and a code that is not zero."""
    try:
        code = _assemble(sys.argv[1:2])(standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        sys.exit(_complain(error.format_message(), error.exit_code))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has left; the interpreter must not fail once more while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # a traceback helps nobody at a terminal; explain() keeps it
        sys.exit(_complain(explain(error), 1))
    sys.exit(code if isinstance(code, int) else 0)


def _assemble(asked: list[str]) -> typer.Typer:
    app = typer.Typer(
        name="tierline",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_tierline)
    for name in asked if asked and asked[0] in COMMANDS else COMMANDS:
        module, attribute = COMMANDS[name]
        command = getattr(import_module(f"ops.commands.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _tierline() -> None:
    """Runs a software vendor's partner program: daily standings, monthly tiers, live over GraphQL."""


def _complain(message: str, code: int) -> int:
    if line := " ".join(message.replace("Value error, ", "").split()):
        print(f"tierline: {line}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    main()
