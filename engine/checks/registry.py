"""Every check, in the order in which they are run: what others rest on comes first."""

from engine.checks.addresses import find_other_addresses
from engine.checks.check import Check, Repair, Spans
from engine.checks.scratch import find_other_decisions, find_other_standings
from models.rulebook import Rulebook
from models.statements import statement
from tiers.apps import APPS
from tiers.program import Split

CHANGED_BY_HAND = "rows were lost or changed by hand"


def _apps(_: Rulebook) -> list[str]:
    return [app.key for app in APPS]


def _sharing_programs(rules: Rulebook) -> list[str]:
    return [program.key for program in rules.programs if program.managed_split is Split.EVEN]


def _with_fold(text: str) -> str:
    events = "(SELECT * FROM activity_event WHERE day BETWEEN $1 AND $2)"
    return text.format(folded=statement("engine/fold_activity").format(events=events, narrowed=""))


CHECKS: tuple[Check, ...] = (
    Check(
        "months",
        "each month of activity has its two tables, and no row of it lies elsewhere",
        "workers make a month's tables within seconds; where that changes nothing, attach the table that is named, or"
        " SELECT make_activity_months(DAY, DAY) for one that is missing",
        cheap=True,
    ),
    Check(
        "stale-rows",
        "what waits to be taken in or looked at again is there",
        f"{CHANGED_BY_HAND}: the next run does away with them; look for what else is gone",
        cheap=True,
    ),
    Check(
        "jobs",
        "each job's row is what its status says",
        f"{CHANGED_BY_HAND}: cancel the job, and ask for its days or month again",
        cheap=True,
    ),
    Check(
        "runs",
        "the run under way has its tables, and those that are over have left none",
        f"{CHANGED_BY_HAND}: stop the workers, drop or delete what is named, and start them again",
        cheap=True,
    ),
    Check(
        "event-numbers",
        "events have numbers without a gap",
        "events were removed by hand, and subscribers may have missed some: have them subscribe without a cursor",
        cheap=True,
    ),
    Check(
        "newest-partners",
        "on the newest computed day those partners that had joined have a standing",
        "compute the newest day from scratch",
        cheap=True,
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "newest-credits",
        "on the newest computed day each partner's credits add up to its standing",
        "compute the newest day from scratch",
        cheap=True,
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "credit-amounts",
        "on the newest computed day each client counts with what the report says of it, shared or whole",
        "compute the newest day from scratch",
        takes=(_sharing_programs,),
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "computed-days",
        "no day was computed by a report that had not run by then",
        "compute the day again",
    ),
    Check(
        "addresses",
        "employees' and partners' addresses and domains are kept in the form in which they are compared",
        "load the lines of these partners and employees again",
        find=find_other_addresses,
    ),
    Check(
        "activity-events",
        "each event's client and actor are there, and its day is that of its moment",
        f"{CHANGED_BY_HAND}: restore a backup, or load the client and its activity again",
        spans=Spans.ACTIVITY,
    ),
    Check(
        "event-ids",
        "each event of a client is there once, and loads know of it",
        f"{CHANGED_BY_HAND}: restore a backup, or put right what is named",
    ),
    Check(
        "daily-activity",
        "each client's daily activity is the fold of its events",
        "`tierline check --repair` rebuilds it; then compute again the days and months that it names",
        spans=Spans.ACTIVITY,
        takes=(_apps,),
        complete=_with_fold,
        repair=Repair.ACTIVITY,
    ),
    Check(
        "run-results",
        "each day and month has a standing or a decision of every partner that its last run had",
        f"{CHANGED_BY_HAND}: compute the day, or decide the month, again",
    ),
    Check(
        "revisions",
        "the revisions of each decision count up from 1, and each says something else than the one before it",
        f"{CHANGED_BY_HAND}: restore a backup; deciding the month again adds a revision, and changes none",
        spans=Spans.DECISIONS,
    ),
    Check(
        "decision-credits",
        "each decision's evidence adds up to its numbers",
        f"{CHANGED_BY_HAND}: restore a backup; deciding the month again adds a revision, and changes none",
        spans=Spans.DECISIONS,
    ),
    Check(
        "evidence",
        "all evidence is of a decision that is there or under way",
        "nothing reads it: stop the workers, and delete it",
    ),
    Check(
        "event-contents",
        "each event has the decision, the standing or the job that it tells of",
        f"{CHANGED_BY_HAND}: have subscribers subscribe without a cursor",
    ),
    Check(
        "newest-standings",
        "the newest standings and credits are what a run from scratch gives",
        "compute the newest day from scratch, and keep what it said: it is a fault of ours or rows changed by hand",
        find=find_other_standings,
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "newest-decisions",
        "the newest decisions are what the same facts give again",
        "`tierline verify --month` compares the month; decide it again to add revisions",
        find=find_other_decisions,
    ),
)
