"""Both ends of the terminal: results on standard output, everything else on standard error."""

import re

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# What moves the cursor, colours, ends a line or turns the direction of writing: controls of ASCII and of Latin 1, line
# and paragraph separators, the marks of bidirectional text, and half surrogate pairs, which cannot be written at all.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with each character that a terminal would obey, and not show, written as JSON escapes it."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Terminal(Console):
    """One end of it. What comes from outside, as names and reasons do, goes through `tell` or `printable`."""

    def tell(self, text: str) -> None:
        """Prints the text as one line, whatever is in it."""
        self.print(printable(text), markup=False)


out = Terminal(highlight=False, emoji=False, soft_wrap=True)
err = Terminal(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def note(text: str) -> None:
    """A line of progress for a log, where no bar is drawn."""
    if not err.is_terminal:
        err.tell(text)


def step_progress() -> Progress:
    """A bar that counts steps, on standard error."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
    )
