"""Workers, what they have in hand, and the chunks of runs.

Leases end long before the tests run or long after: whether one holds is asked of the database's own clock."""

from datetime import UTC, datetime, timedelta

from tests.differential.worlds.ledger import MOMENTS, TODAY, Ledger

LONG_AGO, IN_MANY_YEARS = (datetime(year, 7, 1, 12, tzinfo=UTC) for year in (2019, 2100))
NAMES = ("a", "b", "host-1 42", "Größe")
RUN = {"day": TODAY, "renews_credits": False, "edition": "2018-05", "edition_digest": "x", "done_before": 0}


def add_workers(ledger: Ledger) -> None:
    """Some that are there and some that have died, of jobs that run and of some that did; one run is open."""
    for name in NAMES:
        lease_until = ledger.pick([LONG_AGO, IN_MANY_YEARS, IN_MANY_YEARS + timedelta(seconds=1)])
        ledger.add("worker", name=name, started_at=ledger.moment(), fence=1, lease_until=lease_until)
    running = [job for job in ledger["recompute_job"] if job["status"] == "RUNNING"]
    for job in ledger["recompute_job"]:
        job["worker"] = ledger.pick([None, *NAMES])
    for job in running:
        job |= {"worker": ledger.pick(NAMES[:2]), "lease_until": ledger.pick([LONG_AGO, IN_MANY_YEARS])}
    has_turn = ledger.pick(running)
    has_turn["lease_until"] = IN_MANY_YEARS
    for job in ledger["recompute_job"]:
        if job is has_turn or ledger.chance(0.3):
            _add_run(ledger, job["id"], is_open=job is has_turn)


def _add_run(ledger: Ledger, job: int, *, is_open: bool) -> None:
    finished = None if is_open else ledger.moment()
    step = ledger.pick([0, 1, 1, 2, 2]) if is_open else 1
    run = ledger.add("recompute_run", job_id=job, step=step, began_at=ledger.moment(), finished_at=finished, **RUN)
    for number in range(1, ledger.rng.randint(1, 6)):
        computed = ledger.pick([None, *MOMENTS])
        ledger.add(
            "recompute_chunk", run_id=run, number=number, first_partner=number, last_partner=number, partners_before=0,
            lease_until=ledger.pick([None, LONG_AGO, IN_MANY_YEARS]), finished_at=computed,
        )  # fmt: skip
