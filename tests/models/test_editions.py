from pathlib import Path

import pytest

from models.editions import load_editions
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
        [str(tmp_path / "a.toml"), "not a TOML file"],
        [str(tmp_path / "b.toml"), "not a TOML file"],
    ]
    assert "byte 8 is not UTF-8" in caught.value.problems[0]
