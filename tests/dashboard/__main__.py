"""Starts a machine with the sample portfolio and drives its dashboard in a real browser.

`make test-dashboard` runs it; names of test files (without `.test.js`) as arguments run only those. CHROMIUM is another
browser than the one of the npm package; PICTURES=1 writes the pictures of docs/dashboard.md; MEMORY=10 has `memory`
look for so many minutes whether open screens grow."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conformance.stages import PROGRAMS, ROOT
from tests.end_to_end.machine import SETTINGS, Machine

HERE = Path(__file__).parent
READY = "Ctrl-C stops everything"
READY_SECONDS = 240.0
LIMIT_SECONDS = 600.0  # beside the minutes of MEMORY, which come with a few of their own


def main(names: list[str]) -> int:
    """The exit code of the tests: 0 when all passed, 2 for a name that no file has."""
    files = sorted(HERE.glob("*.test.js"))
    known = [one.name.removesuffix(".test.js") for one in files]
    if unknown := [name for name in names if name not in known]:
        print(f"no file {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    began = time.monotonic()
    machine = Machine(Path(tempfile.mkdtemp(prefix="tierline-dashboard-")))
    try:
        machine.start("--sample")
        await_sample(machine)
        print(f"{machine.url} shows the sample after {time.monotonic() - began:.0f} s", flush=True)
        chosen = [one for one in files if not names or one.name.removesuffix(".test.js") in names]
        limit = LIMIT_SECONDS + 60 * float(os.environ.get("MEMORY", "0"))
        command = [
            str(PROGRAMS / "node"), "--test", "--test-concurrency=1", "--test-reporter=spec", *map(str, chosen),
        ]  # fmt: skip
        return subprocess.run(
            command, cwd=HERE, env=environment(machine), check=False, stdin=subprocess.DEVNULL, timeout=limit
        ).returncode
    finally:
        if machine.process is not None:
            machine.stop()
        shutil.rmtree(machine.directory)


def await_sample(machine: Machine) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while READY not in machine.said:
        assert machine.process is not None
        assert machine.process.poll() is None, machine.said
        assert time.monotonic() < deadline, machine.said
        time.sleep(0.2)


def environment(machine: Machine) -> dict[str, str]:
    """Where the machine is, and by what its commands are run; without settings that would lead elsewhere."""
    ours = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
    place = {"TIERLINE_URL": machine.url, "TIERLINE_DATA": str(machine.data.path), "ROOT": str(ROOT)}
    return {**ours, **place, "PATH": path, "PYTHON": sys.executable}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
