"""Every file that the pages, or the code's own comments, send a reader to exists."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, README, RECORDS, ROOT, files, ignored, mentions_of

FILE = re.compile(r"[\w@*{}.-]+\.(?:py|sql|md|toml|js|ts|json|yaml|yml|graphql)")
PATH = re.compile(r"\.?[\w@*-][\w@*.-]*(?:/[\w@*.-]+)*/?")
PAGE_IN_CODE = re.compile(r"\bdocs/[\w/-]+\.md\b")
CODE = (".py", ".sql", ".toml", ".yaml", ".yml", ".js", "Makefile", "Dockerfile", "Caddyfile")
OF_THE_WORKSHOP = ("tests/", "bench/")
OF_THE_READER = {  # files that are made, or are other people's
    "package.json": "of any project in Node",
}


def paths_in(page: Path) -> set[str]:
    """What is set as code and can only be a path of this repository: it begins in a directory of its root, or ends as a
    file does. A test's name behind `::` is cut off."""
    directories = {path.partition("/")[0] for path in files() if "/" in path}
    mentioned = {mention.partition("::")[0] for mention in mentions_of(page)}
    return {
        text
        for text in mentioned
        if PATH.fullmatch(text)
        and (FILE.fullmatch(text.rpartition("/")[2]) or ("/" in text and text.partition("/")[0] in directories))
    }


def exists(path: str, page: Path) -> bool:
    """As a path from the root, from `tests/` or from the page, or as the name of any file."""
    known = files()
    if ignored(path):
        return True
    if "/" not in path:
        return any(fnmatch(name.rpartition("/")[2], path) for name in known)
    wanted = path.rstrip("/")
    patterns = [f"{start}{wanted}" for start in ("", "tests/", f"{page.parent.relative_to(ROOT)}/")]
    return any(fnmatch(name, pattern) or fnmatch(name, f"{pattern}/*") for pattern in patterns for name in known)


@pytest.mark.parametrize("page", [*PAGES, *RECORDS], ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    assert {path for path in paths_in(page) - set(OF_THE_READER) if not exists(path, page)} == set()


@pytest.mark.parametrize("page", [*PAGES, *RECORDS], ids=lambda page: page.name)
def test_what_a_page_names_in_a_file_is_there(page: Path) -> None:
    named = [mention.split("::") for mention in mentions_of(page) if re.fullmatch(r"[\w/]+\.py::[\w.]+", mention)]
    missing = []
    for path, name in named:
        text = (ROOT / path if (ROOT / path).exists() else ROOT / "tests" / path).read_text()
        missing += [
            (path, name)
            for part in name.split(".")
            if not re.search(rf"\b(?:def|class) {part}\b|^{part}\b", text, re.MULTILINE)
        ]
    assert missing == []


def test_pages_that_the_code_names_exist() -> None:
    named = {
        (path, page)
        for path in files()
        if path.endswith(CODE)
        for page in PAGE_IN_CODE.findall((ROOT / path).read_text())
    }
    assert len(named) > 5
    assert {(path, page) for path, page in named if not (ROOT / page).exists()} == set()


PACKAGES = [ROOT / path for path in files() if path.endswith("/__init__.py") and not path.startswith(OF_THE_WORKSHOP)]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.relative_to(ROOT).as_posix())
def test_a_package_says_at_its_head_where_to_begin(package: Path) -> None:
    head = ast.get_docstring(ast.parse(package.read_text()))
    assert head is not None
    named = {name for name in re.findall(r"`([^`]+)`", head) if FILE.fullmatch(name.rpartition("/")[2]) or "/" in name}
    assert {name for name in named if not (package.parent / name).exists() and not (ROOT / name).exists()} == set()


@pytest.mark.parametrize(
    ("page", "inside"), [(README, r"\w+/"), (ROOT / "docs" / "architecture.md", r"(?!tests/|bench/)\w+/__init__\.py$")]
)
def test_every_folder_or_package_is_on_the_map(page: Path, inside: str) -> None:
    known = {path.partition("/")[0] for path in files() if re.match(inside, path)}
    assert len(known) > 8
    assert known <= set(re.findall(r"^\| \[?`(\w+)/`", page.read_text(), re.MULTILINE))


def test_a_path_is_told_from_other_code() -> None:
    assert exists("tiers/credits.py", ROOT / "README.md")
    assert not exists("tiers/no_such_module.py", ROOT / "README.md")
    assert not exists("no_such_module.py", ROOT / "README.md")
    assert "models/months.py" in paths_in(ROOT / "docs" / "architecture.md")
