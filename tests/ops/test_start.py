"""What a command imports before it begins: nobody waits for a library that it does not use."""

import os
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.deploy.test_image import PACKAGES
from tests.ops.conftest import SECRET, Result

# The modules are told when the process ends, however it ends.
EDITION = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: Path("loaded").write_text(" ".join({name.partition(".")[0] for name in sys.modules})))
sys.argv[0] = "tierline"
from ops.cli import main
main()
"""
FOREIGN = packages_distributions().keys() - set(PACKAGES)
ALWAYS = {"typer", "annotated_doc", "shellingham"}  # Typer, and what it imports
SIGNING = {
    "jwt",
    "cryptography",
    "_cffi_backend",
    "typing_extensions",
}  # which comes with the tools, and is used by jwt where it is there
ASKING = {"asyncpg", "hiredis"}


@cache
def loaded_by_python() -> frozenset[str]:
    told = subprocess.check_output([sys.executable, "-c", "import sys; print(*sys.modules)"], text=True)
    return frozenset(told.split())


def begin(directory: Path, *words: str, **environment: str) -> tuple[Result, set[str]]:
    """What a command says, and the packages of others that it has imported, but for those that all need."""
    done = subprocess.run(
        [sys.executable, "-c", EDITION, *words],
        check=False, capture_output=True, text=True, cwd=directory, env=os.environ | environment,
    )  # fmt: skip
    loaded = set((directory / "loaded").read_text().split())
    return Result(done.returncode, done.stdout, done.stderr), (loaded & FOREIGN) - loaded_by_python() - ALWAYS


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["-h"], ["--show-completion", "bash"]], ids=" ".join)
def test_what_the_command_says_of_itself_needs_no_library(tmp_path: Path, words: list[str]) -> None:
    told, loaded = begin(tmp_path, *words)
    assert (told.code, told.err) == (0, "")
    assert "tierline" in told.out
    assert loaded == set()


@pytest.mark.parametrize("words", [["tokn"], ["token", "--role", "partner"], ["status", "--dat"]], ids=" ".join)
def test_a_mistyped_command_is_told_before_anything_is_imported_for_it(tmp_path: Path, words: list[str]) -> None:
    told, loaded = begin(tmp_path, *words)
    assert told.code != 0
    assert told.err.startswith("tierline: ")
    assert loaded <= SIGNING | ASKING


@pytest.mark.parametrize(
    ("typed", "completed", "needed"),
    [
        ("tierline ver", "verify", set()),
        ("tierline token --r", "--role", SIGNING),
        ("tierline status --", "--data", ASKING),
    ],
)
def test_a_shell_waits_only_for_the_command_that_it_completes(
    tmp_path: Path, typed: str, completed: str, needed: set[str]
) -> None:
    asked = {"_TIERLINE_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    told, loaded = begin(tmp_path, **asked)
    assert completed in told.out.split()
    assert loaded <= needed


def test_a_token_needs_what_signs_it(tmp_path: Path) -> None:
    told, loaded = begin(tmp_path, "token", "--role", "operator", TIERLINE_SECRET=SECRET)
    assert (told.code, told.out.count(".")) == (0, 2)
    assert {"jwt"} <= loaded <= SIGNING


def test_a_partners_token_needs_the_database_too(tmp_path: Path, database_url: str, redis_url: str) -> None:
    settings = {"TIERLINE_SECRET": SECRET, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
    told, loaded = begin(tmp_path, "token", "--role", "partner", "--partner", "P1", **settings)
    assert "no partner has the id 'P1'" in told.err
    assert {"jwt", "asyncpg"} <= loaded <= SIGNING | {"asyncpg"}


def test_the_status_needs_what_asks_the_servers(tmp_path: Path, database_url: str, redis_url: str) -> None:
    told, loaded = begin(tmp_path, "status", DATABASE_URL=database_url, REDIS_URL=redis_url)
    assert "queue length" in told.out
    assert told.err == ""
    assert loaded == ASKING


def test_the_status_of_a_database_that_is_away_needs_no_more(tmp_path: Path) -> None:
    away = {"DATABASE_URL": "postgresql://app@127.0.0.1:1/app", "REDIS_URL": "redis://127.0.0.1:1/0"}
    told, loaded = begin(tmp_path, "status", **away)
    assert (told.code, "no connection to the database" in told.out) == (1, True)
    assert loaded == ASKING
