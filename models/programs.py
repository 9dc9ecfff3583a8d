"""The program files of this installation."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tiers.program import Program, ProgramError, check_programs, parse_program


def load_programs(directory: Path | None = None) -> tuple[Program, ...]:
    """All programs, by the day from which they are in force; those shipped with Tierline unless `directory` is given.

    Raises ProgramError with every problem of every file, each naming the file, the key and what is wrong.
    """
    if directory is not None and not directory.is_dir():
        raise ProgramError(f"{directory}: no such directory of program files")
    folder = directory if directory is not None else files("tiers").joinpath("programs")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    )
    if not sources:
        raise ProgramError(f"{folder}: no program file (*.toml) there")
    programs: list[Program] = []
    problems: list[str] = []
    for source in sources:
        try:
            programs.append(parse_program(_read(source), str(source)))
        except ProgramError as error:
            problems += error.problems
    if problems:
        raise ProgramError(*problems)
    return check_programs(programs)


def _read(source: Traversable) -> str:
    try:
        return source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ProgramError(f"{source}: not a TOML file: byte {error.start + 1} is not UTF-8") from None
