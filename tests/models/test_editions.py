from pathlib import Path

import pytest

from models.editions import load_editions
from tests.tiers.editions.editions import changed
from tiers.errors import EditionError


def test_a_directory_without_edition_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"no edition file \(\*\.toml\) there"):
        load_editions(tmp_path)
    with pytest.raises(EditionError, match="no such directory of edition files"):
        load_editions(tmp_path / "missing")


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'key = "\xff"')
    (tmp_path / "b.toml").write_text("key =")
    with pytest.raises(EditionError) as caught:
        load_editions(tmp_path)
    assert [problem.split(": ")[:2] for problem in caught.value.problems] == [
        [str(tmp_path / "a.toml"), "is not TOML"],
        [str(tmp_path / "b.toml"), "is not TOML"],
    ]
    assert "byte 8 is not UTF-8" in caught.value.problems[0]


def test_a_file_of_the_form_before_is_refused_by_its_name_and_with_the_way_to_go_on(tmp_path: Path) -> None:
    text = """
key = "2019-01"
effective_from = 2019-01-01
currency = "USD"
logins_count = true
managed_split = "full"
apps = ["CRM"]
windows = { sold_months = 12, activity_days = 90, usage_days = 90 }
tiers = [{ key = "SILVER", name = "Silver", gates = { SOLD_MRR = "1125.00" } }]
"""
    (tmp_path / "ours.toml").write_text(text)
    with pytest.raises(EditionError) as caught:
        load_editions(tmp_path)
    [problem] = caught.value.problems
    assert problem.startswith(f"{tmp_path / 'ours.toml'}: is written as editions were before")
    assert "docs/editions.md" in problem


EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "editions").glob("*.toml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_installation_can_begin_with_any_edition(example: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(example.read_text())
    [edition] = load_editions(tmp_path)
    assert example.stem.endswith(edition.key)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('"CRM",', '"CRM", "PLAYBOOKS",'), 'catalogues.APPS: "PLAYBOOKS" is not an app: use ADS_ADD_ON'),
        (
            ('currency = "USD"', 'currency = "KWD"'),
            "currency: must be one whose amounts have 2 decimals at most, not KWD",
        ),
        (
            ('kind = "certified"', 'kind = "flag"\nmeasure = "certified"'),
            "metrics[3].key: CERTIFIED is the name of a certified: call this one otherwise",
        ),
    ],
)
def test_what_tables_cannot_hold_is_told_with_its_place(change: tuple[str, str], problem: str, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(changed("agency-2018-05", change))
    with pytest.raises(EditionError) as caught:
        load_editions(tmp_path)
    assert any(one.startswith(f"{tmp_path / 'ours.toml'}: {problem}") for one in caught.value.problems)


def test_the_shipped_editions_follow_one_another() -> None:
    assert [edition.key for edition in load_editions()] == ["2016-11", "2018-01", "2018-05"]
