import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.machine import SETTINGS

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PROGRAMS = Path(sys.executable).parent  # Node is among the virtual environment's programs


@dataclass(frozen=True)
class Stage:
    """One suite or client, run as a process of its own."""

    name: str
    command: tuple[str, ...]
    proves: str = ""  # for those that do not say it themselves, in their last line
    directory: Path = HERE

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        """Where the server is and a token for it, with Node before any other that may be installed."""
        path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
        ours = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return {**ours, **more, "PATH": path, "NODE_NO_WARNINGS": "1", "NO_COLOR": "1"}


def program(name: str) -> str:
    return str(PROGRAMS / name)


def script(name: str) -> Stage:
    return Stage(name, (program("node"), f"{name}.js"))


def live(name: str, *command: str) -> Stage:
    """A client that follows changes, while the API is killed under it."""
    return Stage(name, (program("python"), "-m", "tests.conformance.live", *command), directory=ROOT)


def package(name: str) -> str:
    return str(HERE / "node_modules" / ".bin" / name)


STAGES = (
    script("audit"),
    script("graphql-ws"),
    Stage("relay", (package("relay-compiler"),), "refetch and pages in both directions compile"),
    Stage(
        "eslint",
        (package("eslint"), "--max-warnings=0", "--config", str(HERE / "eslint.config.js"), "schema.graphql"),
        "the recommended rules and those for Relay hold",
        ROOT,
    ),
    Stage("codegen", (package("graphql-codegen"), "--config", "codegen.js"), "typed documents of a front end"),
    Stage("tsc", (package("tsc"), "--project", "."), "what Relay and codegen generated is strict TypeScript"),
    script("apollo"),
    script("urql"),
    script("caches"),
    script("persisted"),
    live("graphql-ws-live", program("node"), str(HERE / "graphql-ws-live.js")),
    live("graphql-sse", program("node"), str(HERE / "graphql-sse.js")),
    live("apollo-live", program("node"), str(HERE / "apollo-live.js")),
    live("urql-live", program("node"), str(HERE / "urql-live.js")),
    live("gql", program("python"), "-m", "tests.conformance.gql_live"),
    Stage(
        "schemathesis",
        (program("schemathesis"), "--config-file", str(HERE / "schemathesis.toml"), "run", "schema.graphql"),
        "no generated query or mutation is a server error",
        ROOT,
    ),
)
