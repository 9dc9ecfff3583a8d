"""What pre-commit runs is what `make check` runs, with editions that are here."""

import re
from typing import Any

from ruamel.yaml import YAML

from tests.docs.pages import ROOT

CONFIGURED: dict[str, Any] = YAML(typ="safe").load(ROOT / ".pre-commit-config.yaml")
HOOKS: list[dict[str, Any]] = [hook for repository in CONFIGURED["repos"] for hook in repository["hooks"]]


def test_nothing_is_fetched() -> None:
    assert {repository["repo"] for repository in CONFIGURED["repos"]} == {"local"}
    assert {hook["language"] for hook in HOOKS} == {"system"}


def test_a_commit_is_looked_at_by_commands_of_make_check_and_a_push_by_all_of_them() -> None:
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe is not None
    checks = {line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()}
    at_commit = {hook["entry"].removesuffix(" --force-exclude") for hook in HOOKS if hook["stages"] == ["pre-commit"]}
    at_push = [hook["entry"] for hook in HOOKS if hook["stages"] == ["pre-push"]]
    assert at_commit
    assert at_commit <= checks
    assert at_push == ["make check"]
    assert set(CONFIGURED["default_install_hook_types"]) == {stage for hook in HOOKS for stage in hook["stages"]}
