"""Telling on the terminal what is said of lines: the first of them whole, all by count."""

import re
from collections import Counter
from typing import BinaryIO

import msgspec

from intake.rejections import Notice
from ops.terminal import err

MOST_TOLD = 100
MOST_REASONS = 20
MOST_COUNTED = 1_000  # reasons that are told apart, so that no file can fill the memory with them

_VALUE = re.compile(
    r'"(?:[^"\\…]|\\.)*(?:"|…)'  # a text, which may be cut
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]+Z)?|[0-9]{4}-[0-9]{2}"
    r"|(: |byte |character )(?:-?[0-9][0-9.eE+-]*|[\[{].*|(?:null|true|false)\Z)"
)
OTHERS = "other reasons"


def reason_without_values(notice: Notice) -> str:
    """Field and reason without what is this line's own, so that lines with the same fault have the same."""
    reason = _VALUE.sub(r"\1…", notice.reason)
    return f"{notice.field}: {reason}" if notice.field else reason


class Notices:
    """Those of one kind about one source, named `name`; `prefix` is said before each.

    Each is also written to `file`, if there is one, as a JSON object a line."""

    def __init__(self, name: str, file: BinaryIO | None = None, *, prefix: str = "") -> None:
        self._name = name
        self._prefix = prefix
        self._hint = "" if prefix or file is not None else " (--errors FILE has them all)"
        self._file = file
        self._total = 0
        self._reasons: Counter[str] = Counter()

    def tell(self, notice: Notice) -> None:
        """Takes the next one, and prints it while there are few."""
        self._total += 1
        if self._file is not None:
            line = {"file": self._name, "line": notice.number, "field": notice.field, "reason": notice.reason}
            self._file.write(msgspec.json.encode(line) + b"\n")
        reason = reason_without_values(notice)
        known = reason in self._reasons or len(self._reasons) < MOST_COUNTED
        self._reasons[reason if known else OTHERS] += 1
        if self._total <= MOST_TOLD:
            field = f"{notice.field}: " if notice.field else ""
            err.tell(f"{self._name}:{notice.number}: {self._prefix}{field}{notice.reason}")

    def tell_counts(self) -> None:
        """Where not all were printed: how many more there are, and how many of each reason."""
        if self._total <= MOST_TOLD:
            return
        err.tell(f"{self._name}: {self._prefix}{self._total - MOST_TOLD:,} more are not shown{self._hint}; by reason:")
        told = self._reasons.most_common(MOST_REASONS)
        for reason, count in told:
            err.tell(f"{count:>12,}  {reason}")
        if rest := self._total - sum(count for _, count in told):
            err.tell(f"{rest:>12,}  {OTHERS}")
