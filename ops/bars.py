"""Progress bars and tables, drawn by Rich, which only those commands import that draw."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ops.terminal import err


def show_progress(*columns: ProgressColumn) -> Progress:
    """A bar on standard error, if that is a terminal; standard output is left to the results."""
    console = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)
    return Progress(*columns, console=console, disable=not err.is_terminal, redirect_stdout=False)


def step_progress() -> Progress:
    """A bar that counts steps, on standard error."""
    return show_progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
    )


def print_table(table: Table) -> None:
    """Draws the table on standard output, as wide as that is."""
    Console(highlight=False, emoji=False).print(table)
