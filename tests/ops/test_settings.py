from pathlib import Path

import pytest

from ops.errors import UsageError
from ops.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("TIERLINE_TIMEZONE", "Mars/Olympus", "'Mars/Olympus' is no time zone"),
        ("TIERLINE_TIMEZONE", "../../etc/passwd", "is no time zone"),
        ("DATABASE_URL", "mysql://db/tierline", "must look like postgresql://"),
        ("DATABASE_URL", "postgresql:///tierline", "names no host"),
        ("DATABASE_URL", "postgresql://db", "names no database"),
        ("DATABASE_URL", "postgresql://db:five/tierline", "a host or port that cannot be read"),
        ("REDIS_URL", "http://cache", "must look like redis://"),
        ("REDIS_URL", "unix://", "must look like redis://"),
        ("TIERLINE_SECRET", "short", "at least 32 bytes"),
        ("TIERLINE_GRAPHIQL", "perhaps", "'perhaps' is neither true nor false"),
        ("TIERLINE_DASHBOARD", "maybe", "'maybe' is neither true nor false"),
        ("TIERLINE_INTROSPECTION", "2", "neither true nor false"),
        ("TIERLINE_LOG_FORMAT", "xml", "use json or text"),
        ("TIERLINE_ORIGINS", "https://app.example.com app.example.org", "'app.example.org' is no origin"),
    ],
)
def test_a_bad_value_is_told_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=f"^{name}: .*") as raised:
        Settings.from_environment()
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


def test_passwords_and_secrets_are_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("DATABASE_URL", "mysql://me:hunter2@db/tierline"),
        ("DATABASE_URL", "postgresql://me:hunter2/3@db/tierline"),
        ("REDIS_URL", "redis://:hunter2/3@cache/0"),
        ("TIERLINE_SECRET", "hunter3"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises(UsageError, match=name) as raised:
                Settings.from_environment()
        assert "hunter" not in str(raised.value)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "TIERLINE_TIMEZONE", "TIERLINE_SECRET", "TIERLINE_EDITIONS"):
        monkeypatch.setenv(name, "")
    settings = Settings.from_environment()
    assert settings.zone.key == "UTC"
    assert (settings.database_url, settings.redis_url, settings.secret, settings.editions) == (None,) * 4


def test_a_socket_directory_is_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@/tierline?host=/run/postgresql")
    assert Settings.from_environment().database_url is not None


@pytest.mark.parametrize("name", ["TIERLINE_EDITIONS", "TIERLINE_PROGRAMS"])
def test_the_directory_of_editions_is_also_taken_as_it_was_called_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, str(tmp_path))
    assert Settings.from_environment().editions == tmp_path
    monkeypatch.setenv("TIERLINE_PROGRAMS", "elsewhere")
    monkeypatch.setenv("TIERLINE_EDITIONS", str(tmp_path))
    assert Settings.from_environment().editions == tmp_path
