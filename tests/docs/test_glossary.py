"""The glossary's words are where it says: a name that was changed is changed there, too."""

import re
from functools import cache

from tests.docs.pages import ROOT, files
from tests.docs.test_paths import FILE

CODE = (".py", ".sql", ".toml", ".graphql")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| Word |", "| In the code |"))
]


@cache
def words() -> set[str]:
    """Every name that the code has, this directory's apart."""
    paths = (path for path in files() if path.endswith(CODE) and not path.startswith(("tests/docs/", "docs/")))
    return {word for path in paths for word in re.findall(r"\w+", (ROOT / path).read_text())}


def is_name(text: str) -> bool:
    return not FILE.search(text) and "/" not in text


def test_every_word_is_explained_once() -> None:
    assert {len(row) for row in ROWS} == {3}
    assert all(cell for row in ROWS for cell in row)
    firsts = [row[0] for row in ROWS]
    assert len(firsts) == len(set(firsts)) > 80


def test_names_of_code_are_in_the_code() -> None:
    """What is on its way out goes from the page when it has gone from the code."""
    where = [(row[0], cell) for row in ROWS for cell in ((row[0],) if row[0].startswith("`") else (row[2],))]
    named = {(word, name) for word, cell in where for name in re.findall(r"`([^`]+)`", cell) if is_name(name)}
    assert len(named) > 50
    assert {(word, name) for word, name in named if not set(re.findall(r"\w+", name)) <= words()} == set()
