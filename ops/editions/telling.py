"""What is said of editions on the command line, to people and to machines."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from engine.editions import DecidedAnew
from models.enums import EditionStatus
from models.programs import Edition as EditionRow
from ops.answers import named
from ops.terminal import err
from tiers.periods import days_before


def last_days(rows: Sequence[EditionRow]) -> Mapping[int, date]:
    """The last day of each published edition that another one follows, by the number of its row."""
    published = sorted(
        (row for row in rows if row.status is EditionStatus.PUBLISHED),
        key=lambda row: (row.program, row.effective_from),
    )
    return {
        one.id: days_before(following.effective_from, 1)
        for one, following in pairwise(published)
        if one.program == following.program
    }


def as_json(row: EditionRow, ends: Mapping[int, date]) -> dict[str, object]:
    """What is known of an edition, by the names that the API has for it."""
    names = ("program", "key", "name", "status", "effective_from", "digest", "changed_at", "changed_by", "reason")
    return named({name: getattr(row, name) for name in names}) | {"effectiveUntil": ends.get(row.id)}


def anew_json(anew: DecidedAnew) -> dict[str, object]:
    """What recomputes would decide otherwise, each as its first and its last day."""
    return {
        name: None if span is None else [day.isoformat() for day in span]
        for name, span in (("days", anew.days), ("decisions", anew.decisions))
    }


def tell_warnings(warnings: Sequence[str]) -> None:
    """What may be wrong with an edition, and keeps it from nothing."""
    for warning in warnings:
        err.tell(f"warning: {warning}")


def tell_not_applied(problems: Sequence[str]) -> None:
    """What of the policy is not applied yet, so that no tiers are decided by the edition."""
    if problems:
        err.tell("standings are computed by it, and no tiers are decided yet, as of its policy")
    for problem in problems:
        err.tell(f"  {problem}")


def tell_anew(anew: DecidedAnew) -> None:
    """What of the past would be another one, and by which commands: nothing is computed by itself."""
    if anew.days is not None:
        first, last = anew.days
        days, it = (f"days from {first} to {last} were", "them") if first < last else (f"{first} was", "it")
        err.tell(
            f"{days} computed by another edition:"
            f" `tierline recompute activity --from {first} --to {last}` has {it} computed by this one"
        )
    if anew.decisions is not None:
        first, last = anew.decisions
        several = first < last
        effective = f"from {first} to {last}" if several else f"on {first}"
        further = f", and so on to {last:%Y-%m}," if several else ""
        err.tell(
            f"decisions effective {effective} were made by another edition:"
            f" `tierline recompute tiers --month {first:%Y-%m}`{further} has them made by this one"
        )
