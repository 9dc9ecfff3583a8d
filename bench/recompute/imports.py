"""Import beside bare COPY."""

import asyncio
from pathlib import Path

import asyncpg

from bench.recompute.copying import save_rows, time_copy
from bench.recompute.facts import DAYS, write_activity, write_clients, write_mrr
from bench.recompute.loading import Loaded, load_apart, time_reading
from bench.recompute.takein import measure_take_in
from bench.report import Measurement, say, split_of
from bench.servers import make_database, settle
from intake.load import IntakeSummary
from ops.data import DataDirectory

LATER = 4  # a later file has this fraction of the first one's lines
EVENT_COLUMNS = ["external_id", "client_id", "actor_id", "kind", "app", "at", "day"]
SEEN_COLUMNS = ["external_id", "digest"]
MRR_COLUMNS = ["period", "revision", "client_id", "amount", "currency"]
MRR_KEY = "ALTER TABLE peer ADD FOREIGN KEY (client_id) REFERENCES client"


async def measure_import(data: DataDirectory, lines: int) -> list[Measurement]:
    """Loads clients, activity (twice) and MRR into a new database, and copies the same rows."""
    url = await make_database(data, "imports")
    connection = await asyncpg.connect(url)
    try:
        clients = await _measure_clients(url, data.path)
        activity = await _measure_activity(connection, url, data.path, lines)
        taken_in = await measure_take_in(connection)
        mrr = await _measure_mrr(connection, url, data.path)
    finally:
        await connection.close()
    return [*clients, *activity, *taken_in, *mrr]


async def _measure_clients(url: str, folder: Path) -> list[Measurement]:
    path = folder / "clients.ndjson"
    count = write_clients(path)
    say(f"import: {count:,} clients")
    loaded = await load_apart(url, path)
    _expect(loaded, IntakeSummary(count, 0, 0))
    return [_measurement("import of clients, a small file", count, loaded, None)]


async def _measure_activity(connection: asyncpg.Connection, url: str, folder: Path, lines: int) -> list[Measurement]:
    path, rows = folder / "activity.ndjson", folder / "activity.copy"
    say(f"import: writing a file of {lines:,} events")
    write_activity(path, range(lines), lines // DAYS)
    say("import: reading it without loading it")
    reading = await asyncio.to_thread(time_reading, path)
    await settle(connection)
    say("import: loading it")
    first = await load_apart(url, path)
    _expect(first, IntakeSummary(lines, 0, 0))
    await settle(connection)
    say("import: loading it again")
    second = await load_apart(url, path)
    _expect(second, IntakeSummary(0, lines, 0))
    more = lines // LATER
    say(f"import: loading {more:,} later ones")
    write_activity(path, range(lines, lines + more), lines // DAYS)
    await settle(connection)
    later = await load_apart(url, path)
    _expect(later, IntakeSummary(more, 0, 0))
    path.unlink()

    say("import: copying the same rows")
    plain, indexed = await _time_copies(connection, "activity_event", EVENT_COLUMNS, lines, rows)
    plain_ids, indexed_ids = await _time_copies(connection, "seen_event", SEEN_COLUMNS, lines, rows)
    rows.unlink()
    peer = Measurement("COPY of events and of seen ids, with indexes", lines, "rows", indexed + indexed_ids)
    return [
        peer,
        Measurement("the same without any index", lines, "rows", plain + plain_ids, peer),
        Measurement("COPY of events alone, with indexes", lines, "rows", indexed, peer),
        Measurement("COPY of events alone, without any index", lines, "rows", plain, peer),
        Measurement("reading of activity, no database", lines, "lines", reading, peer),
        _measurement("import of activity", lines, first, peer),
        _measurement("import of activity, all unchanged", lines, second, peer),
        _measurement("import of later activity", more, later, peer),
    ]


async def _time_copies(
    connection: asyncpg.Connection, table: str, columns: list[str], lines: int, path: Path
) -> tuple[float, float]:
    """Seconds for as many rows of the table: without indexes, and with those that it has."""
    query = f"SELECT {', '.join(columns)} FROM {table}"
    await save_rows(connection, f"{query} ORDER BY external_id LIMIT {lines}", path)
    plain = await time_copy(connection, path, "peer", columns, (f"CREATE TABLE peer AS {query} LIMIT 0",))
    whole = await time_copy(connection, path, "peer", columns, (f"CREATE TABLE peer (LIKE {table} INCLUDING ALL)",))
    return plain, whole


async def _measure_mrr(connection: asyncpg.Connection, url: str, folder: Path) -> list[Measurement]:
    path, rows = folder / "mrr.ndjson", folder / "mrr.copy"
    count = write_mrr(path)
    await settle(connection)
    say(f"import: {count:,} MRR lines")
    loaded = await load_apart(url, path)
    _expect(loaded, IntakeSummary(count, 0, 0))
    await save_rows(connection, f"SELECT {', '.join(MRR_COLUMNS)} FROM mrr_line ORDER BY period, client_id", rows)
    whole = ("CREATE TABLE peer (LIKE mrr_line INCLUDING ALL)", MRR_KEY)
    copied = await time_copy(connection, rows, "peer", MRR_COLUMNS, whole)
    peer = Measurement("COPY of MRR, with indexes and foreign key", count, "rows", copied)
    return [peer, _measurement("import of MRR", count, loaded, peer)]


def _measurement(name: str, count: int, loaded: Loaded, peer: Measurement | None) -> Measurement:
    return Measurement(name, count, "lines", loaded.seconds, peer, loaded.peak_bytes, split_of(loaded.split))


def _expect(loaded: Loaded, summary: IntakeSummary) -> None:
    """A measurement of something else than was meant is worth nothing."""
    if loaded.summary != summary:
        raise SystemExit(f"the load did {loaded.summary} where it should have done {summary}")
