"""What breaks callers of the last release is named in the changelog."""

import re
import tomllib
from pathlib import Path

import pytest
from graphql import build_schema

from tests.docs import compatibility
from tests.docs.compatibility import (
    CHANGELOG,
    RELEASES,
    SCHEMA,
    breaking_changes,
    dangerous_changes,
    last_release,
    named_in,
    unnamed,
)
from tests.docs.pages import ROOT

OLD = """
directive @shown(as: String) on FIELD
interface Named { name: String! }
type Partner implements Named { name: String!  country: String  standing(asOf: String): Int }
type Client { name: String! }
union Found = Partner | Client
enum Status { OPEN  CLOSED }
input Range { from: String  until: String }
type Query { partner(id: ID): Partner!  find(range: Range): [Found!]!  status: Status }
"""

BROKEN = [
    ("country: String ", "", "Partner.country"),
    ("country: String ", "country: Int ", "Partner.country"),
    ("partner(id: ID): Partner!", "partner(id: ID): Partner", "Query.partner"),
    ("standing(asOf: String)", "standing", "Partner.standing(asOf:)"),
    ("standing(asOf: String)", "standing(asOf: Int)", "Partner.standing(asOf:)"),
    ("standing(asOf: String)", "standing(asOf: String, of: ID!)", "Partner.standing(of:)"),
    ("OPEN  CLOSED", "OPEN", "Status.CLOSED"),
    ("until: String", "until: String  step: Int!", "Range.step"),
    ("until: String", "", "Range.until"),
    ("Partner | Client", "Partner", "Client"),
    ("Partner implements Named", "Partner", "Partner"),
    ("input Range { from: String  until: String }", "scalar Range", "Range"),
    ("directive @shown(as: String) on FIELD", "", "@shown"),
    ("@shown(as: String)", "@shown", "@shown(as:)"),
    ("status: Status", "status: String", "Query.status"),
]


def changelog(*lines: str) -> str:
    breaking = ["### Breaking", *lines, ""] if lines else []
    added, released = ["### Added", "- `Query.added`.", ""], ["## 0.1.0", "### Breaking", "- `Old.field`."]
    return "\n".join(["# Changelog", "", "## Unreleased", *breaking, *added, *released])


@pytest.mark.parametrize(("before", "after", "coordinate"), BROKEN)
def test_whatever_breaks_a_caller_has_to_be_named_by_its_coordinate(before: str, after: str, coordinate: str) -> None:
    assert before in OLD
    changes = breaking_changes(build_schema(OLD), build_schema(OLD.replace(before, after, 1)))
    assert coordinate in [change.coordinate for change in changes]
    assert unnamed(changes, changelog("- Something else, of `Query`.")) == changes
    assert unnamed(changes, changelog(*map(str, changes))) == []


def test_a_type_that_goes_is_named_with_what_gave_it() -> None:
    gone = OLD.replace("enum Status { OPEN  CLOSED }", "").replace("status: Status", "")
    changes = breaking_changes(build_schema(OLD), build_schema(gone))
    assert [change.coordinate for change in changes] == ["Status", "Query.status"]


@pytest.mark.parametrize(
    ("before", "after", "coordinate"),
    [
        ("OPEN  CLOSED", "OPEN  CLOSED  LOST", "Status.LOST"),
        ("until: String", "until: String  step: Int", "Range.step"),
        ("standing(asOf: String)", "standing(asOf: String, of: ID)", "Partner.standing(of:)"),
    ],
)
def test_what_may_surprise_a_caller_breaks_nothing(before: str, after: str, coordinate: str) -> None:
    old, new = build_schema(OLD), build_schema(OLD.replace(before, after, 1))
    assert breaking_changes(old, new) == []
    assert [change.coordinate for change in dangerous_changes(old, new)] == [coordinate]


def test_what_is_added_or_promised_more_of_breaks_nothing() -> None:
    more = OLD.replace("country: String", "country: String!  city: String")
    assert breaking_changes(build_schema(OLD), build_schema(more)) == []


def test_only_the_section_of_the_unreleased_names_what_breaks() -> None:
    assert named_in(changelog("- `Query.partner` may be null.")) == {"Query.partner"}
    assert named_in(changelog()) == set()


def test_the_last_release_is_the_one_with_the_greatest_version(tmp_path: Path) -> None:
    for version in ("0.9.0", "0.10.0", "0.2.0"):
        (tmp_path / f"{version}.graphql").touch()
    assert last_release(tmp_path).stem == "0.10.0"


def test_the_check_passes_here_and_fails_with_the_lines_to_add(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    compatibility.main()
    silent = tmp_path / "CHANGELOG.md"
    silent.write_text("# Changelog\n\n## Unreleased\n")
    broken = tmp_path / "schema.graphql"
    broken.write_text(SCHEMA.read_text().replace("type Viewer ", "type Reader ").replace(": Viewer!", ": Reader!"))
    monkeypatch.setattr(compatibility, "CHANGELOG", silent)
    monkeypatch.setattr(compatibility, "SCHEMA", broken)
    with pytest.raises(SystemExit, match=r"(?s)breaks callers of .* CHANGELOG\.md .*### Breaking.*\n- `Viewer`: "):
        compatibility.main()


def test_each_release_of_the_changelog_has_its_schema_kept_and_the_newest_is_this_version() -> None:
    released = re.findall(r"^## ([\d.]+)", CHANGELOG.read_text(), re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert sorted(path.stem for path in RELEASES.iterdir()) == sorted(released)
    assert released[0] == last_release().stem == version


def test_make_check_looks() -> None:
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe is not None
    assert f"-m {compatibility.__name__}" in recipe[1]
