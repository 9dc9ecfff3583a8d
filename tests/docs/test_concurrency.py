"""The table of what can happen at the same time, and the tests that it names, agree."""

import re

from tests.docs.pages import ROOT

COLUMNS = 6
BESIDE_EACH_OTHER = ("tests/**/test_interleavings*.py", "tests/chaos/test_anything_at_once.py")

_ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "concurrency.md").read_text().splitlines()
    if line.startswith("| ")
]
_PAIRS = [row for row in _ROWS if row[0] != "What"]


def test_every_row_says_who_meets_where_and_why_it_is_right() -> None:
    assert {len(row) for row in _ROWS} == {COLUMNS}
    assert all(cell for row in _ROWS for cell in row)
    pairs = [tuple(row[:2]) for row in _PAIRS]
    assert len(set(pairs)) == len(pairs) > 40


def named() -> set[str]:
    return {name for row in _PAIRS for name in re.findall(r"`([^`]+\.py::\w+)`", row[-1])}


def names_in(path: str) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)", (ROOT / "tests" / path).read_text(), re.MULTILINE))


def test_every_row_names_tests_that_there_are() -> None:
    assert [row[:2] for row in _PAIRS if "::" not in row[-1]] == []
    assert {name for name in named() if name.split("::")[1] not in names_in(name.split("::")[0])} == set()


def test_every_test_of_interleavings_is_named() -> None:
    files = [path for pattern in BESIDE_EACH_OTHER for path in ROOT.glob(pattern)]
    assert len(files) > 1
    found = {
        f"{path}::{name}"
        for path in (str(file.relative_to(ROOT / "tests")) for file in files)
        for name in names_in(path)
    }
    assert found - named() == set()
