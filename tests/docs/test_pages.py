"""The pages give people nothing to run that does not work; what is run nowhere is listed here with its reason."""

import json
import re
from pathlib import Path

import pytest
from graphql import parse, validate

from api.schema import schema
from ops.commands.index import COMMANDS
from ops.settings import Settings
from tests.docs.pages import (
    PAGES,
    README,
    RECORDS,
    ROOT,
    SHELLS,
    Block,
    anchors_of,
    blocks_of,
    find_command,
    links_of,
    mentions_of,
    parse_command,
    tierline_commands,
)

BLOCKS = blocks_of(*PAGES)
LANGUAGES = {
    "sh", "console",  # each command is run, or is one of ELSEWHERE
    "graphql", "json",
    "js",  # tests/conformance has the same with graphql-ws, against a server that is killed
    "sql",  # is for administrators, who put in names of their own, or shows what is made
    "redis",  # is likewise for administrators; test_worker has it applied
    "toml",  # tests/tiers/editions reads it, or has it in a file
    "text",  # tests/tiers/editions has its errors told
    "python",  # is how the code is written, with parts left out
    "mermaid",
}  # fmt: skip
READ_BY_TEST_README = 10  # blocks of the README, from the first one
ELSEWHERE = {
    "pre-commit": "is the reader's own; test_hooks reads what it does",
    "docker": "tests/deploy reads the files that it uses",
    "kubectl": "likewise",
    "cd": "goes with docker",
    "git": "likewise",
    "umask": "likewise",
    "export": "sets what is the reader's own",
    "make": "is looked up in the Makefile",
    "npm": "is run by make, with the scripts of dashboard/package.json",
    "python3": "makes an environment, as the Makefile does",
    "/opt/tierline/bin/pip": "likewise",
    "pg_dump": "is PostgreSQL's",
    "zcat": "unpacks a file of the reader",
    "cat": "reads logs of the reader, or writes a file for docker",
    "curl": "is run by test_readme",
    "tierline": "is parsed, and run where a page shows the answer",
}
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
SHELL_COMMANDS = [
    pytest.param(command, id=f"{block} {command[:40]}")
    for block in [block for block in BLOCKS if block.page != README] + blocks_of(README)[READ_BY_TEST_README:]
    if block.language in SHELLS
    for command in block.commands
]


def test_every_block_says_what_it_is() -> None:
    assert {block.language for block in BLOCKS} == LANGUAGES
    assert len(SHELL_COMMANDS) > 30


@pytest.mark.parametrize("command", SHELL_COMMANDS)
def test_what_is_typed_is_run_or_said_why_not(command: str) -> None:
    program, *rest = command.split()
    assert program in ELSEWHERE
    if program == "make":
        assert rest[0] in TARGETS


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(arguments, id=f"{block} {' '.join(arguments)}")
        for block in BLOCKS
        if block.language in SHELLS
        for command in block.commands
        for arguments in tierline_commands(command)
    ],
)
def test_commands_are_spelled_as_the_command_line_has_them(arguments: list[str]) -> None:
    parse_command(arguments)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(text.split()[1:], id=f"{page.name} {text}")
        for page in PAGES
        for text in dict.fromkeys(mentions_of(page))
        if text.startswith("tierline ")
    ],
)
def test_commands_that_are_spoken_of_exist_with_their_options(words: list[str]) -> None:
    command = find_command(words)
    known = {"--help"} | {name for parameter in command.params for name in parameter.opts}
    assert words[0] in COMMANDS or words[0].startswith("--")
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "graphql"], ids=str)
def test_documents_are_valid(block: Block) -> None:
    assert validate(schema._schema, parse(block.text)) == []


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "json"], ids=str)
def test_json_is_json(block: Block) -> None:
    texts = [block.text] if block.text.startswith("{\n") else block.text.splitlines()  # a document, or one a line
    assert all(isinstance(json.loads(text), dict) for text in texts)


@pytest.mark.parametrize("page", [*PAGES, *RECORDS, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links_of(page):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        leads_to = (page.parent / path).resolve() if path else page
        assert leads_to.exists(), link
        assert not anchor or anchor in anchors_of(leads_to), link


def test_every_setting_is_told_of_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(Settings.variables())
