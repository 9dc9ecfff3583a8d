"""The program files of this installation."""

from importlib.resources import files
from pathlib import Path

from tiers.program import Program, ProgramError, check_programs, parse_program


def load_programs(directory: Path | None = None) -> tuple[Program, ...]:
    """All programs, by the day from which they are in force; those shipped with Tierline unless `directory` is given.

    Raises ProgramError, which names the file, the key and what is wrong, when any file is invalid.
    """
    if directory is not None and not directory.is_dir():
        raise ProgramError(f"{directory}: no such directory of program files")
    folder = directory if directory is not None else files("tiers").joinpath("programs")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    )
    if not sources:
        raise ProgramError(f"{folder}: no program file (*.toml) there")
    return check_programs([parse_program(entry.read_text(encoding="utf-8"), str(entry)) for entry in sources])
