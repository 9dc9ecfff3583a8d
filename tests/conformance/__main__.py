"""Starts the real server on facts of its own and holds it against suites and clients that others wrote.

`make conformance` runs it; names of stages as arguments run only those."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.facts import DECIDED, LAST_CLOSED, facts
from tests.conformance.stages import HERE, STAGES, Stage
from tests.end_to_end.machine import Machine

LIMIT_SECONDS = 480.0  # for all stages together; with installing and starting, ten minutes
NAMES = HERE / "generated" / "names.txt"  # for schemathesis.toml


def main(names: list[str]) -> int:
    """The exit code: 1 when a stage failed, 2 for a name that is no stage's."""
    if unknown := [name for name in names if name not in {stage.name for stage in STAGES}]:
        print(f"no stage {', '.join(unknown)}; there are {', '.join(stage.name for stage in STAGES)}")
        return 2
    deadline = time.monotonic() + LIMIT_SECONDS
    machine = Machine(Path(tempfile.mkdtemp(prefix="tierline-conformance-")))
    try:
        start(machine)
        token = machine.token("--role", "operator")
        NAMES.parent.mkdir(exist_ok=True)
        NAMES.write_text("\n".join(f'"{name}"' for name in name_things(machine, token)))
        environment = {
            "TIERLINE_URL": f"{machine.url}/graphql",
            "TIERLINE_TOKEN": token,
            "TIERLINE_DATA": str(machine.data.path),
        }
        failed = [
            stage.name
            for stage in STAGES
            if stage.name in (names or [stage.name]) and not run(stage, environment, deadline)
        ]
    finally:
        if machine.process is not None:
            machine.stop()
        shutil.rmtree(machine.directory)
    print(f"failed: {', '.join(failed)}" if failed else "everything conforms")
    return 1 if failed else 0


def start(machine: Machine) -> None:
    """The server, with tiers decided and the newest standings computed."""
    began = time.monotonic()
    machine.start()
    print(machine.load(*facts()), end="")
    for asked in (("tiers", "--month", DECIDED), ("activity", "--from", LAST_CLOSED)):
        done = machine.run("recompute", *asked, "--wait")
        assert done.returncode == 0, done.stderr
    print(f"{machine.url} has facts and decisions after {time.monotonic() - began:.0f} s", flush=True)


def name_things(machine: Machine, token: str) -> list[str]:
    """Ids, cursors and external ids: without them, a generated document would find nothing."""
    data = machine.ask(
        """{
            partners(first: 2) { edges { cursor node {
                id externalId
                clients(first: 2) { edges { cursor node { id externalId } } }
                employees(first: 1) { edges { node { id } } }
                tierHistory(first: 1) { edges { cursor node { id } } }
            } } }
            recomputeJobs(first: 1) { edges { cursor node { id } } }
        }""",
        token,
    )
    return [DECIDED, *_texts(data)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def run(stage: Stage, environment: dict[str, str], deadline: float) -> bool:
    """Whether the stage passed; tells what it said when it did not."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            stage.command, cwd=stage.directory, env=stage.environment(environment), check=False, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=max(deadline - began, 0.0),
        )  # fmt: skip
        passed, said = done.returncode == 0, done.stdout.strip()
    except subprocess.TimeoutExpired as error:
        told = (error.stdout or b"").decode(errors="replace")  # bytes, also of a process that is read as text
        passed, said = False, f"{told}\nnot done when {LIMIT_SECONDS:.0f} s were over, for all stages together"
    shown = (stage.proves or said.splitlines()[-1]) if passed else f"\n{said}"
    print(f"{'ok  ' if passed else 'FAIL'} {stage.name:<15} {time.monotonic() - began:5.1f} s  {shown}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
