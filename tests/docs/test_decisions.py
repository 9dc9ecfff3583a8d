"""Decision records are numbered without gaps, each is listed once, and none refers to one that there is not."""

import re

from tests.docs.pages import RECORDS, ROOT, files, links_of

ARCHITECTURE = ROOT / "docs" / "architecture.md"
NAMED = re.compile(r"\bdecisions/(\d{4}\S*\.md|\d\S*)")
BARE = re.compile(r"\b0\d{3}\b(?!\]|-)")  # outside of links, and of names such as 0024-months-are-made-ahead.md
SECTIONS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


def test_they_are_numbered_without_gaps_also_in_their_titles() -> None:
    numbers = [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]
    assert [record.name[:4] for record in RECORDS] == numbers
    assert [record.read_text()[:7] for record in RECORDS] == [f"# {number}." for number in numbers]


def test_each_has_the_sections_of_a_record() -> None:
    found = {record.name: re.findall(r"^## (.+)$", record.read_text(), re.MULTILINE) for record in RECORDS}
    assert {name: sections for name, sections in found.items() if sections != SECTIONS} == {}


def test_the_architecture_lists_each_once_under_its_number() -> None:
    listed = re.findall(r"^(\d+)\. \[[^\]]+\]\(decisions/(\S+\.md)\)$", ARCHITECTURE.read_text(), re.MULTILINE)
    assert listed == [(str(number), record.name) for number, record in enumerate(RECORDS, 1)]
    links = [link for link in links_of(ARCHITECTURE) if link.startswith("decisions/")]
    assert len(links) == len(listed)


def test_records_refer_to_each_other_by_links() -> None:
    bare = {record.name: BARE.findall(re.sub(r"`[^`]*`|^# .*", "", record.read_text())) for record in RECORDS}
    assert {name: numbers for name, numbers in bare.items() if numbers} == {}


def test_whatever_names_a_record_names_one_that_there_is() -> None:
    names = {record.name for record in RECORDS}
    found = {(path, name) for path in files() for name in NAMED.findall((ROOT / path).read_text(errors="replace"))}
    unknown = {(path, name) for path, name in found if re.sub(r"(\.md)\W.*", r"\1", name) not in names}
    assert len(found) > len(RECORDS)
    assert unknown == set()
