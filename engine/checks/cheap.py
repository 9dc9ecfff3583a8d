"""The checks that take a second or so, however many days, months and events there are."""

from engine.checks.check import Check, Repair
from models.rulebook import Rulebook
from tiers.stored import evidence_adds_up

CHANGED_BY_HAND = "rows were lost or changed by hand"


def adding_up(rules: Rulebook) -> list[str]:
    """The keys of the editions by which evidence adds up to the numbers that have columns."""
    return [edition.key for edition in rules.editions if evidence_adds_up(edition)]


CHEAP: tuple[Check, ...] = (
    Check(
        "months",
        "each month of activity has its two tables, and no row of it lies elsewhere",
        "workers make a month's tables within seconds; where that changes nothing, attach the table that is named, or"
        " SELECT make_activity_months(DAY, DAY) for one that is missing",
    ),
    Check(
        "stale-rows",
        "what waits to be taken in or looked at again is there",
        f"{CHANGED_BY_HAND}: the next run does away with them; look for what else is gone",
    ),
    Check(
        "jobs",
        "each job's row is what its status says",
        f"{CHANGED_BY_HAND}: cancel the job, and ask for its days or month again",
    ),
    Check(
        "runs",
        "the run under way has its tables, and those that are over have left none",
        f"{CHANGED_BY_HAND}: stop the workers, drop or delete what is named, and start them again",
    ),
    Check(
        "event-numbers",
        "events have numbers without a gap",
        "events were removed by hand, and subscribers may have missed some: have them subscribe without a cursor",
    ),
    Check(
        "newest-partners",
        "on the newest computed day those partners that had joined have a standing",
        "compute the newest day from scratch",
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "newest-credits",
        "on the newest computed day each partner's credits add up to its standing",
        "compute the newest day from scratch",
        takes=(adding_up,),
        repair=Repair.NEWEST_DAY,
    ),
)
