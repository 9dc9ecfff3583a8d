"""What was measured, as tables."""

from collections.abc import Sequence

from rich import box
from rich.table import Table

from bench.reads.contestants import TIERLINE
from bench.reads.documents import Query
from bench.reads.loads import Load
from bench.reads.rounds import Figures, Loads, typical_ratio
from bench.reads.workloads import Workload
from bench.report import out

KIBIBYTE = 1 << 10
COLUMNS = (
    "requests/s", "of all rounds", "p50 ms", "p99 ms", "server CPU ms", "PostgreSQL CPU ms", "KiB",
    "Tierline, requests", "Tierline, CPU",
)  # fmt: skip
NEARLY_ALL = 0.9  # of a processor


def print_loads(workload: Workload, contestants: Sequence[str], loads: Loads) -> None:
    """One workload's figures, on standard output. The last columns say how many times the row's own Tierline has."""
    table = Table(
        title=f"\n{workload.name}", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False
    )
    table.add_column("", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    ours = loads.get((workload.name, TIERLINE.name))
    for name in contestants:
        theirs = loads[workload.name, name]
        table.add_row(name, *_figures(Figures.of(theirs)), *_ratios(ours, theirs))
    out.print(table)
    for name in contestants:
        busy = Figures.of(loads[workload.name, name]).typical.busy
        if busy > NEARLY_ALL:
            out.print(f"{name}: the load generator was busy {busy:.0%} of the time; the server might give more")


def print_depth(workloads: Sequence[Workload], contestants: Sequence[str], loads: Loads) -> None:
    """How a page deep in a list compares with the first ones."""
    pages = [workload.name for workload in workloads if workload.query is Query.PAGE]
    if not pages:
        return
    first, deep = pages
    ratios = [
        f"{name} {typical_ratio(_rates(loads[deep, name]), _rates(loads[first, name])):.2f}" for name in contestants
    ]
    out.print(f"\nrequests/s of {deep}, as a part of those of {first}: {', '.join(ratios)}")


def _figures(figures: Figures) -> list[str]:
    load = figures.typical
    return [
        f"{load.rate:,.0f}",
        f"{figures.least:,.0f} to {figures.most:,.0f}",
        *(f"{1000 * seconds:.2f}" for seconds in (load.p50, load.p99, load.server, load.database)),
        f"{load.bytes / KIBIBYTE:.1f}",
    ]


def _ratios(ours: Sequence[Load] | None, theirs: Sequence[Load]) -> list[str]:
    if ours is None or ours is theirs:
        return ["", ""]
    costs = [load.processor for load in ours], [load.processor for load in theirs]
    return [f"x {typical_ratio(_rates(ours), _rates(theirs)):.2f}", f"x {typical_ratio(*costs):.2f}"]


def _rates(loads: Sequence[Load]) -> list[float]:
    return [load.rate for load in loads]
