"""The arguments and options that the commands about editions share."""

from pathlib import Path
from typing import Annotated

import typer

Key = Annotated[str, typer.Argument(metavar="KEY", help="The edition's key; PROGRAM/KEY where programs share it.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="An edition file (TOML); - for standard input.")]
Either = Annotated[str, typer.Argument(metavar="KEY_OR_FILE", help="An edition's key, or an edition file.")]
FileOrDraft = Annotated[str, typer.Argument(metavar="FILE_OR_DRAFT", help="An edition file, or the key of a draft.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for machines.")]
