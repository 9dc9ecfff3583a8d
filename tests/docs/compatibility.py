"""`make check`: what of the schema would break callers of the last release, and whether the changelog says so."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from graphql import GraphQLSchema, build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes

ROOT = Path(__file__).parents[2]
CHANGELOG = ROOT / "CHANGELOG.md"
RELEASES = ROOT / "docs" / "releases"
SCHEMA = ROOT / "schema.graphql"

HEADING = "### Breaking"
# As in the descriptions of graphql-core: Type, Type.field, Type.field(argument:), @directive, @directive(argument:).
COORDINATE = re.compile(r"@?\w+(?:\.\w+)?(?:\(\w+:\))?")


@dataclass(frozen=True)
class Change:
    """A change that callers may notice: the schema coordinate of what changed, and how."""

    coordinate: str
    description: str

    def __str__(self) -> str:
        return f"- `{self.coordinate}`: {self.description}"


def last_release(directory: Path = RELEASES) -> Path:
    """The schema of the greatest version that is kept."""
    return max(directory.glob("*.graphql"), key=lambda path: [int(part) for part in path.stem.split(".")])


def breaking_changes(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """After which documents that were valid are not, or answers have another shape."""
    return [_change(found.description, old, new) for found in find_breaking_changes(old, new)]


def dangerous_changes(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """After which documents stay valid, but may mean something else, or be answered by something unheard of."""
    return [_change(found.description, old, new) for found in find_dangerous_changes(old, new)]


def _change(description: str, old: GraphQLSchema, new: GraphQLSchema) -> Change:
    """Descriptions are sentences that name the thing itself first, and begin with a word for its kind."""
    words = [word.rstrip(".") for word in description.split()]
    named = (word for word in words if COORDINATE.fullmatch(word) and _exists(word, old, new))
    return Change(next(named), description)


def _exists(word: str, *schemas: GraphQLSchema) -> bool:
    name = re.split(r"[.(]", word)[0]
    if name.startswith("@"):
        return any(schema.get_directive(name[1:]) for schema in schemas)
    return any(name in schema.type_map for schema in schemas)


def named_in(changelog: str) -> set[str]:
    """What is set as code in the section on what breaks callers since the last release."""
    unreleased = re.search(r"^## Unreleased$(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)
    section = unreleased and re.search(rf"^{HEADING}$(.*?)(?=^#|\Z)", unreleased[1], re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", section[1])) if section else set()


def unnamed(changes: list[Change], changelog: str) -> list[Change]:
    """Those that the changelog does not name by their coordinates."""
    named = named_in(changelog)
    return [change for change in changes if change.coordinate not in named]


def main() -> None:
    """Prints what may surprise callers, and fails with the lines that the changelog lacks."""
    release = last_release()
    old, new = (build_schema(path.read_text(encoding="utf-8")) for path in (release, SCHEMA))
    for change in dangerous_changes(old, new):
        print(f"may surprise callers of {release.stem}: {change.description}")
    missing = unnamed(breaking_changes(old, new), CHANGELOG.read_text(encoding="utf-8"))
    if missing:
        lines = "\n".join(map(str, missing))
        sys.exit(
            f"The schema breaks callers of {release.stem} in ways that {CHANGELOG.name} does not name. Undo them, or "
            f"add under Unreleased, {HEADING!r}, with what callers have to do:\n{lines}"
        )


if __name__ == "__main__":
    main()
