"""What the README and the pages of docs/ give people to run: their fenced blocks, and the commands in them."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from typer.core import TyperCommand, TyperGroup

from ops.cli import assemble
from ops.commands.index import COMMANDS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (
    README,
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "SECURITY")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / ".github").rglob("*.md")),
)
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PROMPT = "$ "
SHELLS = ("sh", "console")
OPERATORS = {"|", "||", "&", "&&", ";", ">", "<"}
BEFORE_A_COMMAND = OPERATORS | {"--"}
HEREDOC = re.compile(r"<<'?(\w+)'?\n.*?^\1$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def commands(self) -> list[str]:
        """What is typed into a shell, a command each; of a console block without what is answered."""
        text = re.sub(r"\\\n\s*", " ", HEREDOC.sub("", self.text))
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        if self.language == "console":
            return [line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)]
        return lines


IGNORED = (".git", *((ROOT / ".gitignore").read_text().split()))


def ignored(path: str) -> bool:
    """Whether `.gitignore` names a path from the root: such files are made on a machine."""
    names = (path, path.rpartition("/")[2])
    return any(fnmatch(name, pattern.rstrip("/")) for pattern in IGNORED for name in names)


@cache
def files() -> tuple[str, ...]:
    """The files of the repository, as paths from its root."""
    found = []
    for directory, below, names in os.walk(ROOT):
        start = Path(directory).relative_to(ROOT)
        below[:] = [name for name in below if not ignored((start / name).as_posix())]
        found += [path for name in names if not ignored(path := (start / name).as_posix())]
    return tuple(sorted(found))


def blocks_of(*pages: Path) -> list[Block]:
    """In the order in which they are read."""
    return [
        Block(page, token.map[0] + 1, token.info, token.content)
        for page in pages
        for token in MarkdownIt().parse(page.read_text())
        if token.type == "fence" and token.map is not None
    ]


def mentions_of(page: Path) -> list[str]:
    """The texts that are set as code within a line."""
    inline = (token for token in MarkdownIt().enable("table").parse(page.read_text()) if token.type == "inline")
    return [child.content for token in inline for child in token.children or () if child.type == "code_inline"]


def links_of(page: Path) -> list[str]:
    """Where its links lead."""
    inline = (token for token in MarkdownIt().enable("table").parse(page.read_text()) if token.type == "inline")
    links = (child for token in inline for child in token.children or () if child.type == "link_open")
    return [str(link.attrs["href"]) for link in links]


def anchors_of(page: Path) -> set[str]:
    """What a link into the page may name: its headings, as GitHub spells them."""
    tokens = MarkdownIt().parse(page.read_text())
    headings = (after.content for token, after in pairwise(tokens) if token.type == "heading_open")
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def tierline_commands(command: str) -> Iterator[list[str]]:
    """The arguments of each `tierline` in a line of a shell, also of those in pipes and substitutions."""
    for part in [command, *re.findall(r"\$\(([^)]*)\)", command)]:
        words = shlex.shlex(re.sub(r"\$\([^)]*\)", "SUBSTITUTED", part), posix=True, punctuation_chars=True)
        words.whitespace_split = True
        arguments: list[str] | None = None
        before = ";"
        for word in words:
            if word in OPERATORS:
                if arguments is not None:
                    yield arguments
                arguments = None
            elif arguments is not None:
                arguments.append(word)
            elif before in BEFORE_A_COMMAND and word.rpartition("/")[2] == "tierline":
                arguments = []
            before = word
        if arguments is not None:
            yield arguments


def find_command(words: Sequence[str]) -> TyperCommand | TyperGroup:
    """The command that the first words name."""
    command: TyperCommand | TyperGroup = assemble(COMMANDS)
    for word in words:
        if isinstance(command, TyperGroup) and word in command.commands:
            found = command.commands[word]
            assert isinstance(found, TyperCommand | TyperGroup)
            command = found
    return command


def parse_command(arguments: list[str]) -> dict[str, Any]:
    """The parameters that `tierline` reads from its arguments, which it does not run with. Raises TyperException."""
    command: TyperCommand | TyperGroup = assemble()
    rest = list(arguments)
    context = command.make_context("tierline", list(rest))
    while isinstance(command, TyperGroup):
        name, found, rest = command.resolve_command(context, rest)
        assert isinstance(found, TyperCommand | TyperGroup)
        command = found
        context = command.make_context(name, list(rest), parent=context)
    return dict(context.params)
