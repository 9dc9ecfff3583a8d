"""One load as `tierline import` does it, in a process of its own."""

import asyncio
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.recompute.memory import peak_memory
from bench.report import say
from intake.lines import open_lines
from intake.load import IntakeSummary, Progress, load_facts
from intake.reading import READER
from intake.terms import Terms
from models.database import close_database, open_database
from models.editions import load_editions
from tiers.editions.counted import counted_currencies

TOLD_EVERY = 250_000


@dataclass(frozen=True)
class Loaded:
    """What a load did, how long it took to the end of its transaction, and until all lines were staged."""

    summary: IntakeSummary
    seconds: float
    staging_seconds: float
    peak_bytes: int

    @property
    def split(self) -> list[tuple[str, float]]:
        return [("read and stage", self.staging_seconds), ("merge and commit", self.seconds - self.staging_seconds)]


async def load_apart(url: str, path: Path) -> Loaded:
    """Loads the file in a new process, so that its peak memory is of this load alone."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return await asyncio.get_running_loop().run_in_executor(process, _load, url, path)


def time_reading(path: Path) -> float:
    """How many seconds it takes to read, decode and check every line, and to do nothing with it."""
    terms = _terms()
    start = time.perf_counter()
    with open_lines(str(path)) as lines:
        for _, line in lines:
            READER.read(line, terms)
    return time.perf_counter() - start


def _terms() -> Terms:
    return Terms(counted_currencies(load_editions()), ZoneInfo("UTC"))


def _load(url: str, path: Path) -> Loaded:
    return asyncio.run(_load_file(url, path))


async def _load_file(url: str, path: Path) -> Loaded:
    terms = _terms()
    staged: list[float] = []
    told = 0

    def tell(progress: Progress) -> None:
        nonlocal told
        if progress.merging:
            staged.append(time.perf_counter())
            say(f"  {progress.lines:,} lines staged, merging {progress.merging}")
        elif progress.lines // TOLD_EVERY > told:
            told = progress.lines // TOLD_EVERY
            say(f"  {progress.lines:,} lines read")

    await open_database(url)
    try:
        start = time.perf_counter()
        with open_lines(str(path)) as lines:
            summary = await load_facts(lines, terms, on_progress=tell)
        end = time.perf_counter()
    finally:
        await close_database()
    return Loaded(summary, end - start, staged[0] - start, peak_memory())
