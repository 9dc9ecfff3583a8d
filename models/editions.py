"""The edition files of this installation."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series
from tiers.errors import EditionError
from tiers.storable import why_not_storable


def load_editions(directory: Path | None = None) -> tuple[Edition, ...]:
    """All editions, by the day from which they are in force; those shipped with Tierline unless `directory` is given.

    Raises EditionError with every problem of every file, each naming the file, the key and what is wrong.
    """
    return tuple(edition for edition, _ in load_texts(directory))


def load_texts(directory: Path | None = None) -> tuple[tuple[Edition, str], ...]:
    """The same, each with the text of its file."""
    if directory is not None and not directory.is_dir():
        raise EditionError(f"{directory}: no such directory of edition files")
    folder = directory if directory is not None else files("tiers").joinpath("editions")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    )
    if not sources:
        raise EditionError(f"{folder}: no edition file (*.toml) there")
    texts: dict[str, str] = {}
    editions: list[Edition] = []
    problems: list[str] = []
    for source in sources:
        try:
            text = _read(source)
            edition = parse_edition(text, str(source))
        except EditionError as error:
            problems += error.problems
            continue
        problems += [f"{source}: {problem}" for problem in why_not_storable(edition)]
        editions.append(edition)
        texts[edition.key] = text
    if problems:
        raise EditionError(*problems)
    return tuple((edition, texts[edition.key]) for edition in check_series(editions))


def _read(source: Traversable) -> str:
    try:
        return source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EditionError(f"{source}: is not TOML: byte {error.start + 1} is not UTF-8") from None
