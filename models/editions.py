"""The edition files of this installation."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tiers.edition import Edition, EditionError, check_editions, parse_edition


def load_editions(directory: Path | None = None) -> tuple[Edition, ...]:
    """All editions, by the day from which they are in force; those shipped with Tierline unless `directory` is given.

    Raises EditionError with every problem of every file, each naming the file, the key and what is wrong.
    """
    if directory is not None and not directory.is_dir():
        raise EditionError(f"{directory}: no such directory of edition files")
    folder = directory if directory is not None else files("tiers").joinpath("editions")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    )
    if not sources:
        raise EditionError(f"{folder}: no edition file (*.toml) there")
    editions: list[Edition] = []
    problems: list[str] = []
    for source in sources:
        try:
            editions.append(parse_edition(_read(source), str(source)))
        except EditionError as error:
            problems += error.problems
    if problems:
        raise EditionError(*problems)
    return check_editions(editions)


def _read(source: Traversable) -> str:
    try:
        return source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EditionError(f"{source}: not a TOML file: byte {error.start + 1} is not UTF-8") from None
