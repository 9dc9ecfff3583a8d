"""What was measured, as tables."""

from collections.abc import Sequence
from statistics import median

from rich import box
from rich.table import Table

from bench.live.idle import Idle
from bench.live.latency import Latency
from bench.live.monthly import Monthly
from bench.live.rates import Rates
from bench.live.resuming import Resumed
from bench.report import MEBIBYTE, out

NODE, LIMIT = 2, 3  # places of the peers that ratios are to
KIBIBYTE = 1 << 10


def print_rates(sockets: int, rates: Sequence[Rates]) -> None:
    node, limit = rates[NODE], rates[LIMIT]
    rows = [
        (
            one.name,
            f"{one.middle:,.0f}",
            f"{min(burst.messages for burst in one.bursts):,.0f} to {max(burst.messages for burst in one.bursts):,.0f}",
            f"{one.middle / node.middle:.2f}",
            f"{one.middle / limit.middle:.2f}",
            f"{one.a_core:,.0f}",
            f"{one.a_core / node.a_core:.2f}",
            f"{one.a_core / limit.a_core:.2f}",
            f"{median(burst.clients for burst in one.bursts):.2f}",
        )
        for one in rates
    ]
    _print(
        f"Messages a second, one document on {sockets:,} sockets (medians of {len(limit.bursts)})",
        ("messages/s", "from and to", "x Node", "x the limit", "a second of its core", "x Node", "x the limit",
         "clients' cores"),
        rows,
    )  # fmt: skip


def print_monthly(measured: Sequence[Monthly]) -> None:
    rows = [
        (
            one.name,
            f"{one.sockets:,}",
            f"{one.seconds:.2f}",
            f"{one.sockets / one.seconds:,.0f}",
            "" if one.statements is None else f"{one.statements:,}",
        )
        for one in measured
    ]
    _print("Sockets that each watch a partner of their own, all changed by one commit", (
        "sockets", "seconds to the last", "messages/s", "statements"
    ), rows)  # fmt: skip


def print_latency(measured: Sequence[Latency]) -> None:
    rows = [
        (one.name, f"{len(one.milliseconds):,}", f"{one.percentile(50):.1f}", f"{one.percentile(99):.1f}",
         f"{max(one.milliseconds):.1f}")
        for one in measured
    ]  # fmt: skip
    title = "From commit to receipt, one change at a time, idle otherwise, in milliseconds"
    _print(title, ("receipts", "p50", "p99", "most"), rows)


def print_idle(measured: Sequence[Idle]) -> None:
    rows = [
        (
            one.name,
            f"{one.sockets:,}",
            f"{one.before / MEBIBYTE:.0f}",
            f"{one.after / MEBIBYTE:.0f}",
            f"{one.each / KIBIBYTE:.1f}",
        )
        for one in measured
    ]
    _print(
        "Resident memory of one process with idle subscriptions",
        ("sockets", "MiB without", "MiB with", "KiB a socket"),
        rows,
    )


def print_resumed(sockets: int, measured: Sequence[Resumed]) -> None:
    rows = [
        ("first connection", f"{median(one.listening for one in measured):.2f}",
         f"{median(one.listening_work for one in measured):.2f}"),
        ("the last socket has all it missed", f"{median(one.resumed for one in measured):.2f}",
         f"{median(one.resumed_work for one in measured):.2f}"),
    ]  # fmt: skip
    title = f"{sockets:,} sockets come back after the API was killed (medians of {len(measured)})"
    _print(title, ("seconds from its start", "of its core"), rows)


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=f"\n{title}", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    out.print(table)
