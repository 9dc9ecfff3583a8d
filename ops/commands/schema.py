"""`tierline schema`."""

from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from api.schema import print_sdl
from ops.errors import UsageError
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import err, out

FILE = Path("schema.graphql")
SHOWN_LINES = 20


def schema(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only fail if schema.graphql differs from the API.")] = False,
    data: Data = DEFAULT_DATA,  # noqa: ARG001 (as every command takes it; the schema is the same everywhere)
) -> None:
    text = print_sdl()
    if not check:
        FILE.write_text(text, encoding="utf-8")
        out.print(f"wrote {FILE}")
        return
    if not FILE.exists():
        raise UsageError(f"{FILE} is missing here: write it with `tierline schema`")
    written = FILE.read_text(encoding="utf-8")
    if written != text:
        changes = unified_diff(written.splitlines(), text.splitlines(), str(FILE), "the API", n=0, lineterm="")
        for line in islice(changes, SHOWN_LINES):
            err.tell(line)
        raise UsageError(f"{FILE} differs from the API: write it with `tierline schema`")
