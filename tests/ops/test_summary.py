import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.auth.principals import Principal, Role
from api.auth.tokens import verify_token
from api.http import build
from ops.installation import Installation
from ops.summary import Place, tell_ready, tell_sample
from tests.ops.conftest import SECRET

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PLACE = Place("http://127.0.0.1:8000", "http://127.0.0.1:9100", "tierline", "")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """One in which the dashboard is built."""
    monkeypatch.setenv("TIERLINE_SECRET", SECRET)
    monkeypatch.setattr("ops.summary.is_built", lambda: True)
    return monkeypatch


def rows(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What is said by name, in the order in which it is said."""
    return dict(re.findall(r"(?m)^  (\S.*?) {2,}(\S.*)$", capsys.readouterr().out))


def signed_in_by(link: str) -> Principal:
    """Who is signed in by a link to the root, whose token no server gets to see."""
    start, _, token = link.partition("#token=")
    assert start == f"{PLACE.url}/"
    return verify_token(SECRET, token, NOW + timedelta(hours=23))


@pytest.mark.usefixtures("environment")
def test_one_link_signs_an_operator_in_to_the_dashboard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tell_ready(Installation.find(tmp_path), PLACE, NOW)
    said = rows(capsys)
    assert signed_in_by(said["Dashboard"]).role is Role.OPERATOR
    assert list(said)[:2] == ["Dashboard", "GraphiQL"]


@pytest.mark.usefixtures("environment", "database")
async def test_with_the_sample_one_more_signs_a_partner_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await tell_sample(Installation.find(tmp_path), PLACE, NOW)
    said = rows(capsys)
    assert list(said)[:3] == ["Dashboard", "as P001", "GraphiQL"]
    assert signed_in_by(said["Dashboard"]).role is Role.OPERATOR
    partner = signed_in_by(said["as P001"])
    assert (partner.role, partner.partner) == (Role.PARTNER, "P001")


def test_a_dashboard_that_is_not_built_is_no_link(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setattr("ops.summary.is_built", lambda: False)
    tell_ready(Installation.find(tmp_path), PLACE, NOW)
    assert rows(capsys)["Dashboard"] == "is not built here; `make dashboard` builds it"


def test_one_that_is_not_served_is_not_told_of(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("TIERLINE_DASHBOARD", "false")
    tell_ready(Installation.find(tmp_path), PLACE, NOW)
    assert next(iter(rows(capsys))) == "GraphiQL"


def test_it_is_built_where_its_page_is(tmp_path: Path) -> None:
    assert not build.is_built(tmp_path / "nothing")
    assert not build.is_built(tmp_path)
    (tmp_path / build.PAGE).touch()
    assert build.is_built(tmp_path)
