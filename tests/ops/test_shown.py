from pathlib import Path
from typing import Any

import pytest

from api.http.build import DIRECTORY
from ops.commands.api import api


class Asked(BaseException):
    """What the application was asked to be. No fault of a server, which would be logged."""


@pytest.fixture
def ask_for(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a `tierline api` that gets no further than to its application."""

    def create(**given: Any) -> None:  # noqa: ANN401 - all that it is given
        raise Asked((given["graphiql"], given["introspection"]), given["dashboard"])

    monkeypatch.setattr("ops.commands.api.create_app", create)
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/tierline")
    monkeypatch.setenv("REDIS_URL", "redis://cache/0")
    monkeypatch.setenv("TIERLINE_SECRET", "x" * 32)
    return monkeypatch


@pytest.mark.parametrize(
    ("listener", "graphiql", "introspection", "shown"),
    [
        (None, None, None, (False, False)),
        (None, "true", None, (True, False)),
        (None, None, "1", (False, True)),
        (3, None, None, (True, True)),  # a child of `tierline up`
        (3, "false", "0", (False, False)),
    ],
)
def test_graphiql_and_introspection_are_on_under_up_only_unless_set(
    ask_for: pytest.MonkeyPatch,
    tmp_path: Path,
    listener: int | None,
    graphiql: str | None,
    introspection: str | None,
    shown: tuple[bool, bool],
) -> None:
    for name, value in (("TIERLINE_GRAPHIQL", graphiql), ("TIERLINE_INTROSPECTION", introspection)):
        ask_for.setenv(name, value or "")
    with pytest.raises(Asked) as asked:
        api(listener=listener, data=tmp_path)
    assert asked.value.args == (shown, DIRECTORY)


@pytest.mark.parametrize("listener", [None, 3])
def test_the_dashboard_is_served_unless_set(ask_for: pytest.MonkeyPatch, tmp_path: Path, listener: int | None) -> None:
    for value, directory in (("", DIRECTORY), ("true", DIRECTORY), ("false", None)):
        ask_for.setenv("TIERLINE_DASHBOARD", value)
        with pytest.raises(Asked) as asked:
            api(listener=listener, data=tmp_path)
        assert asked.value.args[1] == directory
