import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.cli import main

SECRET = "a secret that is long enough to sign with"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Tierline = Callable[..., Result]


@pytest.fixture
def tierline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Tierline:
    """Runs a command in an empty directory, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "REDIS_URL", "TIERLINE_TIMEZONE", "TIERLINE_SECRET", "TIERLINE_EDITIONS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["tierline", *arguments])
        with pytest.raises(SystemExit) as exited:
            main()
        captured = capsys.readouterr()
        assert isinstance(exited.value.code, int)
        return Result(exited.value.code, captured.out, captured.err)

    return run


@pytest.fixture
def installed(tierline: Tierline, monkeypatch: pytest.MonkeyPatch, database_url: str, redis_url: str) -> Tierline:
    """The same, with a database and a Valkey."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("TIERLINE_SECRET", SECRET)
    return tierline
