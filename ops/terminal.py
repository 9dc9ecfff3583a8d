"""Both ends of the terminal: results on standard output, everything else on standard error."""

import re
import sys
from typing import TextIO

# What moves the cursor, colours, ends a line or turns the direction of writing: controls of ASCII and of Latin 1, line
# and paragraph separators, the marks of bidirectional text, and half surrogate pairs, which cannot be written at all.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with each character that a terminal would obey, and not show, written as JSON escapes it."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Terminal:
    """One end of it. What comes from outside, as names and reasons do, goes through `tell` or `printable`."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def stream(self) -> TextIO | None:
        """Looked up each time: while a progress bar is shown, another one stands in. None where it was closed."""
        stream: TextIO | None = getattr(sys, self._name)
        return stream

    @property
    def is_terminal(self) -> bool:
        """Whether a person may be looking, and not a file or a pipe."""
        return self.stream is not None and self.stream.isatty()

    def print(self, text: str = "") -> None:
        """Prints the text, and ends the line."""
        if (stream := self.stream) is not None:
            print(text, file=stream)

    def tell(self, text: str) -> None:
        """Prints the text as one line, whatever is in it."""
        self.print(printable(text))


out = Terminal("stdout")
err = Terminal("stderr")


def note(text: str) -> None:
    """A line of progress for a log, where no bar is drawn."""
    if not err.is_terminal:
        err.tell(text)
