"""What was measured, as a table."""

import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

WIDTH = 170
SMALL = 0.3  # a ratio that two decimals would round too much
MEBIBYTE = 1 << 20

out = Console(highlight=False, width=WIDTH)


@dataclass(frozen=True)
class Measurement:
    """How long `count` things took, and where the time went.

    `beside` is the peer that its ratio is to: time for each thing by the peer's time for each thing.
    """

    name: str
    count: int
    things: str
    seconds: float
    beside: "Measurement | None" = None
    peak_bytes: int | None = None
    split: str = ""

    @property
    def ratio(self) -> str:
        if self.beside is None:
            return ""
        ratio = (self.seconds / self.count) / (self.beside.seconds / self.beside.count)
        return f"{ratio:.2f}" if ratio >= SMALL else f"{ratio:.3f}"


def say(text: str) -> None:
    """A line of progress, on standard error."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def split_of(parts: Sequence[tuple[str, float]]) -> str:
    """Where the time went, as one line."""
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts)


def print_machine(server: str, settings: str) -> None:
    """What it was measured on."""
    out.print(f"\n{platform.python_implementation()} {platform.python_version()}, {server}, {os.cpu_count()} cores")
    out.print(settings)


def print_table(title: str, measurements: Sequence[Measurement]) -> None:
    """One section's measurements, on standard output."""
    table = Table(title=f"\n{title}", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in ("seconds", "for", "per second", "x the peer", "peak MiB"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("of which, in seconds", no_wrap=True)
    for one in measurements:
        is_peer = any(other.beside is one for other in measurements)
        if is_peer:
            table.add_section()
        table.add_row(
            one.name,
            f"{one.seconds:.2f}",
            f"{one.count:,} {one.things}",
            f"{one.count / one.seconds:,.0f}",
            "peer" if is_peer else one.ratio,
            "" if one.peak_bytes is None else f"{one.peak_bytes / MEBIBYTE:.0f}",
            one.split,
        )
    out.print(table)
