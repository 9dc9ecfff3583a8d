"""Loading one source of facts with its progress on the terminal."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from models.intake.lines import Line
from models.intake.load import IntakeSummary, load_facts
from models.intake.load import Progress as Reached
from models.intake.rejections import Rejection
from models.intake.terms import Terms
from ops.terminal import err

STANDARD_INPUT = "-"

PROGRESS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TaskProgressColumn(show_speed=False),
    TextColumn("{task.fields[lines]:,} lines"),
    TextColumn("{task.fields[phase]}"),
    TimeElapsedColumn(),
)


async def load_with_progress(
    lines: Iterable[Line], terms: Terms, *, name: str, size: int | None, strict: bool = False
) -> IntakeSummary:
    """Loads the lines, showing how far they are of `size` bytes (None: unknown), and tells rejections as name:line."""

    def tell(rejection: Rejection) -> None:
        field = f"{rejection.field}: " if rejection.field else ""
        err.print(f"{name}:{rejection.number}: {field}{rejection.reason}", markup=False)

    with Progress(*PROGRESS, console=err, disable=not err.is_terminal) as progress:
        bar = progress.add_task(name, total=size, lines=0, phase="reading")

        def show(reached: Reached) -> None:
            phase = f"merging {reached.merging}" if reached.merging else "reading"
            progress.update(bar, completed=reached.bytes, lines=reached.lines, phase=phase)

        summary = await load_facts(lines, terms, strict=strict, on_rejected=tell, on_progress=show)
        progress.update(bar, completed=size or 1, total=size or 1, phase="done")
    return summary


def size_of(file: str) -> int | None:
    """The bytes of a file, `-` being standard input; None for what has no size, as a pipe."""
    found = os.fstat(sys.stdin.fileno()) if file == STANDARD_INPUT else Path(file).stat()
    return found.st_size if stat.S_ISREG(found.st_mode) else None
