"""Loading one source of facts with its progress on the terminal."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from intake.lines import Line
from intake.load import IntakeSummary, load_facts
from intake.load import Progress as Reached
from intake.terms import Terms
from ops.bars import show_progress
from ops.notices import Notices
from ops.terminal import printable

STANDARD_INPUT = "-"

PROGRESS = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    TaskProgressColumn(show_speed=False),
    TextColumn("{task.fields[lines]:,} lines"),
    TextColumn("{task.fields[phase]}"),
    TimeElapsedColumn(),
)


async def load_with_progress(
    lines: Iterable[Line],
    terms: Terms,
    *,
    name: str,
    size: int | None,
    strict: bool = False,
    errors: BinaryIO | None = None,
) -> IntakeSummary:
    """Loads the lines, showing how far they are of `size` bytes (None: unknown), and tells what is said of them.

    Rejections and warnings are told as name:line, at most `ops.notices.MOST_TOLD` of either; all rejections go into
    `errors`, if it is there."""
    rejections = Notices(name, errors)
    warnings = Notices(name, prefix="warning: ")
    with show_progress(*PROGRESS) as progress:
        bar = progress.add_task(printable(name), total=size, lines=0, phase="reading")

        def show(reached: Reached) -> None:
            phase = f"merging {reached.merging}" if reached.merging else "reading"
            progress.update(bar, completed=reached.bytes, lines=reached.lines, phase=phase)

        summary = await load_facts(
            lines, terms, strict=strict, on_rejected=rejections.tell, on_warned=warnings.tell, on_progress=show
        )
        progress.update(bar, completed=size or 1, total=size or 1, phase="done")
    rejections.tell_counts()
    warnings.tell_counts()
    return summary


def size_of(file: str) -> int | None:
    """The bytes of a file, `-` being standard input; None for what has no size, as a pipe."""
    found = os.fstat(sys.stdin.fileno()) if file == STANDARD_INPUT else Path(file).stat()
    return found.st_size if stat.S_ISREG(found.st_mode) else None
