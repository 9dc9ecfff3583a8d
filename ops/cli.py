"""The `tierline` command."""

import os
import sys

import typer

from ops.commands import api, facts, migrate, recompute, schema, status, token, up, worker
from ops.failures import explain

INTERRUPTED = 130

app = typer.Typer(
    name="tierline",
    help="Runs a software vendor's partner program: daily standings, monthly tiers, live over GraphQL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(up.up)
app.command()(api.api)
app.command()(worker.worker)
app.command()(migrate.migrate)
app.command("import")(facts.import_facts)
app.add_typer(recompute.app, name="recompute")
app.command()(token.token)
app.command()(schema.schema)
app.command()(status.status)


def main() -> None:
    """Runs a command; whatever goes wrong is one line on standard error and a code that is not zero."""
    try:
        code = app(standalone_mode=False)
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


def _complain(message: str, code: int) -> int:
    if line := " ".join(message.replace("Value error, ", "").split()):
        print(f"tierline: {line}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    main()
