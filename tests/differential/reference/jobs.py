"""Recompute jobs, from their rows or from the same rows in events."""

from datetime import date

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import read_job
from tests.differential.reference.lists import Listing, filters_in_use, page
from tests.differential.reference.tables import Row
from tests.differential.reference.written import month


def jobs_listing(_: Asker, arguments: Arguments) -> Listing:
    return Listing(
        "recomputeJobs", "REQUESTED", lambda row: (row["id"],), (int,), filters_in_use(arguments), descending=True
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


FIELDS = {
    "Mutation.recomputeActivity": _recompute_activity,
    "Mutation.recomputeTiers": _recompute_tiers,
    "Query.recomputeJob": _recompute_job,
    "Query.recomputeJobs": _recompute_jobs,
    "RecomputeJob.ahead": _ahead,
    "RecomputeJob.from": _from,
    "RecomputeJob.month": _month,
    "RecomputeJob.number": _number,
    "RecomputeJob.progress": _progress,
    "RecomputeJob.to": _to,
}
