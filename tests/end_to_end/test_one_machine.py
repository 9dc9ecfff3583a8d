import asyncio
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import psutil
import pytest

from tests.end_to_end.machine import START_SECONDS, Machine
from tests.end_to_end.watching import watch
from tiers.periods import decision_day, format_month, minus_months

MONTH = minus_months(datetime.now(UTC).date().replace(day=1), 2)
AS_OF = decision_day(MONTH)
REPORTED = format_month(minus_months(MONTH, 1))
APPS = ("CRM", "EMAIL", "FORMS")

TIER_CHANGES = "kind cursor decision { revision change tier { key } previousTier { key } partner { externalId } }"
PARTNER = """{ partner(externalId: "P1") {
    tier { key } tierHistory(first: 5) { edges { node { effectiveOn revisions { revision tier { key } } } } }
    standing { soldMrr managedMrr medianAppUsage }
} }"""


def facts() -> list[dict[str, object]]:
    """A partner that is SILVER in MONTH, by one client that it sold and manages."""
    used: list[dict[str, object]] = [
        {
            "type": "activity", "id": f"A-{app}", "client": "C1", "actor": "Ann@one.example", "kind": "USE",
            "app": app, "at": f"{AS_OF - timedelta(10)}T12:00:00Z",
        }
        for app in APPS
    ]  # fmt: skip
    return [
        {"type": "partner", "id": "P1", "name": "One", "domains": ["one.example"], "joined_on": "2018-06-01"},
        {"type": "partner", "id": "P2", "name": "Two", "domains": ["two.example"], "joined_on": "2018-06-01"},
        {"type": "certification", "partner": "P1", "valid_from": "2018-06-01", "valid_until": "2099-01-01"},
        {"type": "employee", "id": "E1", "partner": "P1", "email": "ann@one.example"},
        {
            "type": "client", "id": "C1", "name": "A client", "registered_on": "2018-06-01",
            "sold_by": "P1", "sold_on": str(minus_months(AS_OF, 6)),
        },
        {"type": "access", "client": "C1", "employee": "E1", "granted_on": "2018-06-02"},
        {"type": "mrr", "period": REPORTED, "client": "C1", "amount": "2000.00"},
        {"type": "mrr_report", "period": REPORTED, "ran_on": str(MONTH)},
        *used,
    ]  # fmt: skip


def corrected_report(ran_on: date) -> list[dict[str, object]]:
    return [
        {"type": "mrr", "period": REPORTED, "revision": 2, "client": "C1", "amount": "1000.00"},
        {"type": "mrr_report", "period": REPORTED, "revision": 2, "ran_on": str(ran_on)},
    ]


@contextmanager
def machine_in(directory: Path) -> Iterator[Machine]:
    machine = Machine(directory)
    try:
        yield machine
    finally:
        if machine.process is not None:
            machine.stop()
        shutil.rmtree(directory)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with machine_in(tmp_path) as machine:
        yield machine


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """One that tests share."""
    with machine_in(tmp_path_factory.mktemp("running")) as machine:
        machine.start()
        yield machine


def decide(machine: Machine) -> None:
    done = machine.run("recompute", "tiers", "--month", format_month(MONTH), "--wait")
    assert done.returncode == 0, done.stderr


async def test_facts_become_tiers_that_subscribers_see(machine: Machine) -> None:
    await asyncio.to_thread(machine.start)
    assert machine.load(*facts()) == f"stdin: {len(facts())} accepted, 0 unchanged, 0 rejected\n"
    operator = machine.token("--role", "operator")
    own, other = (machine.token("--role", "partner", "--partner", partner) for partner in ("P1", "P2"))
    query = f"subscription {{ tierChanges {{ {TIER_CHANGES} }} }}"
    async with (
        watch(machine.url, operator, query) as everything,
        watch(machine.url, own, query) as mine,
        watch(machine.url, other, query) as others,
    ):
        for watcher in (everything, mine, others):
            assert (await watcher.next())["tierChanges"]["kind"] == "SNAPSHOT"

        await asyncio.to_thread(decide, machine)
        for watcher in (everything, mine):
            seen = (await watcher.next())["tierChanges"]
            assert seen["kind"] == "CHANGE"
            assert seen["decision"] == {
                "revision": 1, "change": "PROMOTED", "tier": {"key": "SILVER"}, "previousTier": None,
                "partner": {"externalId": "P1"},
            }  # fmt: skip

        # Late facts: the report is corrected to an amount that no tier allows.
        machine.load(*corrected_report(MONTH + timedelta(2)))
        await asyncio.to_thread(decide, machine)
        for watcher in (everything, mine):
            decision = (await watcher.next())["tierChanges"]["decision"]
            assert (decision["revision"], decision["tier"]) == (2, None)

        await asyncio.to_thread(decide, machine)  # again, from the same facts
        for watcher in (everything, mine, others):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(watcher.next(), 0.5)

    day = machine.run("recompute", "activity", "--from", str(AS_OF), "--to", str(AS_OF), "--wait")
    assert day.returncode == 0, day.stderr
    partner = machine.ask(PARTNER, own)["partner"]
    node = partner["tierHistory"]["edges"][0]["node"]
    assert node["revisions"] == [{"revision": 1, "tier": {"key": "SILVER"}}, {"revision": 2, "tier": None}]
    assert machine.ask(PARTNER, other)["partner"] is None


def test_a_killed_machine_starts_again_with_all_it_knew(machine: Machine) -> None:
    machine.start()
    machine.load(*facts())
    decide(machine)
    before = machine.ask(PARTNER, machine.token("--role", "operator"))
    family = psutil.Process(machine.process.pid if machine.process else 0).children(recursive=True)
    machine.kill()
    machine.start()
    assert machine.ask(PARTNER, machine.token("--role", "operator")) == before
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in family)


def test_the_metrics_of_jobs_and_days_are_where_it_says(running: Machine) -> None:
    found = re.search(r"(http://\S+) of jobs and days", running.said)
    assert found is not None, running.said
    headers = {"Authorization": f"Bearer {running.token('--role', 'operator')}"}
    with httpx.Client(trust_env=False, headers=headers) as http:
        deadline = time.monotonic() + START_SECONDS  # the worker may still be about to run its first job
        names = {"tierline_jobs", "tierline_failed_jobs", "tierline_workers", "tierline_job_seconds_bucket"}
        while missing := {name for name in names if f"\n{name}" not in http.get(found[1]).text}:
            assert time.monotonic() < deadline, missing
            time.sleep(0.05)


def test_a_second_up_in_the_directory_is_one_line(running: Machine) -> None:
    second = running.run("up", "--port", "0")
    assert second.returncode == 1
    assert second.stderr.startswith(f"tierline: `tierline up` already runs in {running.data.path}")
    assert second.stderr.count("\n") == 1


def test_a_port_in_use_is_one_line_and_starts_nothing(running: Machine, tmp_path: Path) -> None:
    port = running.url.rsplit(":", 1)[1]
    other = Machine(tmp_path)
    refused = other.run("up", "--port", port)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"tierline: port {port} is in use on 127.0.0.1: stop what uses it, or choose another --port\n"
    )
    assert not other.data.postgres.exists()


def test_children_that_die_are_started_again(running: Machine) -> None:
    assert running.process is not None
    children = psutil.Process(running.process.pid).children()
    assert len(children) == 4, [child.cmdline() for child in children]
    for child in children:
        child.kill()
    deadline = time.monotonic() + 60
    while "is ready" not in (status := running.run("status")).stdout or status.returncode:
        assert time.monotonic() < deadline, running.said
    running.load(*facts())
    decide(running)
    assert running.ask(PARTNER, running.token("--role", "operator"))["partner"]["tierHistory"]["edges"]


def test_a_backup_brings_everything_back_elsewhere(machine: Machine, tmp_path: Path) -> None:
    machine.start()
    machine.load(*facts())
    decide(machine)
    operator = machine.token("--role", "operator", "--ttl", "1h")
    before = machine.ask(PARTNER, operator)
    written = machine.run("backup", str(tmp_path / "kept"))  # while all of it runs
    assert written.returncode == 0, written.stderr
    assert "with the secret" in written.stdout
    refused = machine.run("restore", str(tmp_path / "kept"))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"tierline: `tierline up` runs in {machine.data.path}: restore into another")
    machine.stop()
    again = machine.run("backup", str(tmp_path / "stopped"))
    assert again.returncode == 0, again.stderr
    refused = machine.run("restore", str(tmp_path / "kept"))
    assert (refused.returncode, refused.stderr) == (
        1, "tierline: the database is not empty: restore into a new one\n",
    )  # fmt: skip

    (tmp_path / "elsewhere").mkdir()
    with machine_in(tmp_path / "elsewhere") as other:
        restored = other.run("restore", str(tmp_path / "kept"))
        assert restored.returncode == 0, restored.stderr
        assert restored.stdout.startswith("restored as of ")
        other.start()
        assert other.ask(PARTNER, operator) == before
        verified = other.run("verify", "--month", format_month(MONTH))
        assert verified.returncode == 0, verified.stdout


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_cleanly(machine: Machine, by: signal.Signals) -> None:
    machine.start()
    assert machine.process is not None
    family = psutil.Process(machine.process.pid).children(recursive=True)
    machine.process.send_signal(by)
    assert machine.process.wait(30) == 0
    assert not any(process.is_running() for process in family)
    assert machine.said.endswith("stopping\nstopped\n")
    assert "database system is shut down" in machine.data.log("postgres").read_text()
    assert machine.run("status").returncode == 1
