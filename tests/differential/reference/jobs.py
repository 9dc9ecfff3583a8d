"""Recompute jobs, from their rows or from the same rows in events."""

from datetime import UTC, date, datetime, time, timedelta

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import read_job
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row
from tests.differential.reference.written import month
from tiers.periods import plus_months

LEASE = timedelta(seconds=30)
ONE_DAY = timedelta(days=1)


def jobs_listing(_: Asker, arguments: Arguments) -> Listing:
    return Listing(
        "recomputeJobs", "REQUESTED", lambda row: (row["id"],), (int,), what_is_given(arguments), descending=True
    )


def _recompute_job(_: object, asker: Asker, arguments: Arguments) -> Row | None:
    asker.require_operator()
    return asker.tables.find("recompute_job", read_job(arguments["id"]))


def _recompute_jobs(_: object, asker: Asker, arguments: Arguments) -> Row:
    asker.require_operator()
    wanted = arguments.get("filter") or {}
    rows = [
        row
        for row in asker.tables["recompute_job"]
        if all(wanted.get(name) in (None, row[name]) for name in ("kind", "status"))
    ]
    return page(jobs_listing(asker, arguments), rows, arguments)


def _from(job: Row, _: Asker, __: Arguments) -> object:
    return job["first_day"]


def _to(job: Row, _: Asker, __: Arguments) -> object:
    return job["last_day"]


def _ahead(job: Row, asker: Asker, _: Arguments) -> int:
    unfinished = ("QUEUED", "RUNNING")
    if job["status"] not in unfinished:
        return 0
    return sum(other["id"] < job["id"] and other["status"] in unfinished for other in asker.tables["recompute_job"])


def _number(job: Row, _: Asker, __: Arguments) -> object:
    return str(job["id"])


def _month(job: Row, _: Asker, __: Arguments) -> str | None:
    return None if job["month"] is None else month(job["month"])


def _progress(job: Row, _: Asker, __: Arguments) -> Row:
    return {"done": job["done"], "total": job["total"]}


def _recompute_tiers(_: object, asker: Asker, arguments: Arguments) -> Row:
    wanted = arguments["input"]
    year, number = wanted["month"].split("-")
    return _ask_again(asker, wanted, "TIERS", None, None, date(int(year), int(number), 1))


def _recompute_activity(_: object, asker: Asker, arguments: Arguments) -> Row:
    wanted = arguments["input"]
    return _ask_again(asker, wanted, "ACTIVITY", wanted["from"], wanted["to"], None)


def _ask_again(asker: Asker, wanted: Row, *period: object) -> Row:
    """The job that there is under the key. Others are not asked for: they would be added."""
    asker.require_operator()
    key = wanted["idempotencyKey"]
    jobs = asker.tables.where("recompute_job", "idempotency_key", key)
    (job,) = (job for job in jobs if job["requested_by"] == asker.by.subject)
    if tuple(job[column] for column in ("kind", "first_day", "last_day", "month")) == period:
        return {"job": job, "user_errors": []}
    message = f"the idempotency key {key!r} was used for another recompute; use a new key for a new request"
    refusal = {"code": "IDEMPOTENCY_KEY_REUSED", "message": message, "path": ["idempotencyKey"]}
    return {"job": None, "user_errors": [refusal]}


def _workers(_: object, asker: Asker, __: Arguments) -> list[Row]:
    asker.require_operator()
    rows = sorted(asker.tables["worker"], key=lambda row: row["name"])
    return sorted(rows, key=lambda row: row["lease_until"], reverse=True)


def _seen_at(worker: Row, _: Asker, __: Arguments) -> datetime:
    moment: datetime = worker["lease_until"] - LEASE
    return moment


def _is_there(worker: Row, _: Asker, __: Arguments) -> bool:
    return _holds(worker)


def _holds(leased: Row) -> bool:
    """Whether a lease does, by the clock of now: in a world they end long ago, or in many years."""
    return leased["lease_until"] is not None and leased["lease_until"] > datetime.now(UTC)


def _open_run(job: Row, asker: Asker) -> Row | None:
    runs = asker.tables.where("recompute_run", "job_id", job["id"])
    return next((run for run in runs if run["finished_at"] is None), None)


def _job_of_worker(worker: Row, asker: Asker, _: Arguments) -> Row | None:
    jobs = asker.tables.where("recompute_job", "worker", worker["name"])
    own = [job for job in jobs if job["status"] == "RUNNING" and _holds(job)]
    return min(own, key=lambda job: (_open_run(job, asker) is None, job["id"]), default=None)


def _chunks(job: Row, asker: Asker, _: Arguments) -> Row | None:
    run = _open_run(job, asker)
    if run is None or run["step"] == 0 or job["status"] != "RUNNING":
        return None
    chunks = asker.tables.where("recompute_chunk", "run_id", run["id"])
    done = [chunk for chunk in chunks if chunk["finished_at"] is not None]
    claimed = [chunk for chunk in chunks if chunk["finished_at"] is None and _holds(chunk)]
    return {"total": len(chunks), "done": len(done), "claimed": len(claimed)} if chunks else None


def _schedule(_: object, asker: Asker, __: Arguments) -> list[Row]:
    asker.require_operator()
    closed, zone = asker.last_closed_day, asker.rules.zone
    own = [job for job in asker.tables["recompute_job"] if job["scheduled"] and job["program"] == asker.rules.program]
    done = [job for job in own if job["status"] == "SUCCEEDED"]
    going = [(job["kind"], job["month"]) for job in own if job["status"] in ("QUEUED", "RUNNING")]
    days = [job for job in done if job["kind"] == "ACTIVITY"]
    next_day = max((job["last_day"] for job in days), default=closed - ONE_DAY) + ONE_DAY
    first = min((job["first_day"] for job in days), default=closed)
    is_late = asker.now - datetime.combine(asker.today, time(), zone) >= timedelta(minutes=15)

    def item(kind: str, first: date, last: date | None, *, late: bool) -> Row:
        """Of days, or of a month by the day that it looks at."""
        period = {"month": month(first), "from": None} if last is None else {"month": None, "from": first}
        due = datetime.combine(first + ONE_DAY, time(), zone)
        return {"kind": kind, "to": last, "due_at": due, "late": late, **period}

    looked_at = min(first, closed).replace(day=14)
    found = [item("ACTIVITY", asker.today, asker.today, late=False)]
    while looked_at <= closed:
        is_owed = ("TIERS", looked_at.replace(day=1)) not in going and not any(
            job["month"] == looked_at.replace(day=1) for job in done
        )
        if looked_at >= first and is_owed:
            found.append(item("TIERS", looked_at, None, late=is_late))
        looked_at = plus_months(looked_at, 1)
    found.append(item("TIERS", looked_at, None, late=False))
    if next_day <= closed and ("ACTIVITY", None) not in going:
        found.append(item("ACTIVITY", next_day, closed, late=is_late))
    return sorted(found, key=lambda one: (one["due_at"], one["kind"]))


FIELDS = {
    "Mutation.recomputeActivity": _recompute_activity,
    "Mutation.recomputeTiers": _recompute_tiers,
    "Query.recomputeJob": _recompute_job,
    "Query.recomputeJobs": _recompute_jobs,
    "Query.schedule": _schedule,
    "Query.workers": _workers,
    "RecomputeJob.ahead": _ahead,
    "RecomputeJob.chunks": _chunks,
    "RecomputeJob.from": _from,
    "RecomputeJob.month": _month,
    "RecomputeJob.number": _number,
    "RecomputeJob.progress": _progress,
    "RecomputeJob.to": _to,
    "Worker.isThere": _is_there,
    "Worker.job": _job_of_worker,
    "Worker.seenAt": _seen_at,
}
