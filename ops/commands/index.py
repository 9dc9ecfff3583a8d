"""The commands of `tierline` by name, as `--help` lists them: what each is for is said before any is imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Entry:
    """A command, or an app of several: an attribute of a module of `ops.commands`."""

    module: str
    attribute: str
    help: str


COMMANDS: Mapping[str, Entry] = MappingProxyType(
    {
        "up": Entry(
            "up",
            "up",
            "Run everything on this machine: PostgreSQL, Valkey, migrations, API and worker. Ctrl-C stops all of it.",
        ),
        "api": Entry("api", "api", "Run one API server."),
        "worker": Entry(
            "worker", "worker", "Run one worker: it computes standings and decisions, on schedule and on request."
        ),
        "migrate": Entry(
            "migrate", "migrate", "Bring the database to the current schema; safe when several start at once."
        ),
        "import": Entry(
            "facts", "import_facts", "Load facts: bad lines are told with their reason, the others are kept."
        ),
        "recompute": Entry("recompute", "app", "Compute standings or decisions again."),
        "jobs": Entry("jobs", "app", "List recompute jobs, the newest first; or cancel one, or try one again."),
        "editions": Entry(
            "editions", "app", "List, check, draft, compare and publish editions: the rules of a program from a day on."
        ),
        "backup": Entry(
            "backup",
            "backup",
            "Write a backup: the database as of this moment and, of `tierline up`, the secret. All may go on running.",
        ),
        "restore": Entry("backup", "restore", "Fill an empty database, or a new data directory, from a backup."),
        "check": Entry(
            "check",
            "check",
            "Check, without writing, that all that is derived is what its facts give; exits 1 when something is not.",
        ),
        "verify": Entry(
            "verify",
            "verify",
            "Decide a month once more and compare, without writing; a line per difference, and exit code 1 if there is "
            "any.",
        ),
        "explain": Entry(
            "explain",
            "explain_partner",
            "Show why a partner's numbers are what they are: each client, person and measure behind them, and until "
            "when.",
        ),
        "changes": Entry(
            "changes",
            "changes",
            "Show what has changed of a partner's numbers from one day to another: each client that adds more or "
            "less, and why.",
        ),
        "forecast": Entry(
            "forecast",
            "show_forecast",
            "Show a partner's next decisions by what is known and assumed, and which clients will no longer count.",
        ),
        "at-risk": Entry(
            "at_risk",
            "show_at_risk",
            "Show who is foreseen to fall by the next decisions, why, and what ends when; the largest first.",
        ),
        "dry-run": Entry(
            "dry_run",
            "try_edition",
            "Show what an edition would decide beside the one in force: who would move, and by which gates. Nothing of "
            "it takes effect.",
        ),
        "findings": Entry(
            "findings",
            "findings",
            "Show what is doubtful in the facts, by kind, with what to do about it; exits 1 when there is anything.",
        ),
        "movers": Entry(
            "portfolio",
            "movers",
            "Show who rose and who fell by the decisions of a day, and by which gates.",
        ),
        "near-next": Entry(
            "portfolio",
            "near_next",
            "Show who lacks least for the next tier, and what.",
        ),
        "what-if": Entry(
            "what_if",
            "what_if_partner",
            "Show what a partner would be if some facts were loaded, without loading them.",
        ),
        "token": Entry("token", "token", "Print a bearer token, and nothing else, on standard output."),
        "schema": Entry("schema", "schema", "Write the API's schema to schema.graphql in this directory."),
        "status": Entry(
            "status",
            "status",
            "Show what runs, how far it has come and what waits; exits 1 when something needs a person, and says what.",
        ),
    }
)
