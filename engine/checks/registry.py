"""Every check, in the order in which they are run: what others rest on comes first."""

from engine.activity import app_keys
from engine.checks.addresses import find_other_addresses
from engine.checks.cheap import CHANGED_BY_HAND, CHEAP, adding_up
from engine.checks.check import Check, Repair, Spans
from engine.checks.scratch import find_other_newest_decisions, find_other_standings
from events.kinds import KINDS
from models.rulebook import Rulebook
from models.statements import statement
from tiers.evidence import counts_whole
from tiers.needs import even_ways


def _sharing_editions(rules: Rulebook) -> list[str]:
    return [edition.key for edition in rules.editions if even_ways(edition)]


def _counting_whole(rules: Rulebook) -> list[str]:
    return [edition.key for edition in rules.editions if counts_whole(edition)]


def _currencies(rules: Rulebook) -> list[str]:
    return [edition.currency for edition in rules.editions if counts_whole(edition)]


def _with_fold(text: str) -> str:
    events = "(SELECT * FROM activity_event WHERE day BETWEEN $1 AND $2)"
    return text.format(folded=statement("engine/fold_activity").format(events=events, narrowed=""))


def _with_kinds(text: str) -> str:
    rows = [(kind, one.about, one.subject, one.keeps, one.named) for kind, one in KINDS.items()]
    cells = [", ".join("NULL" if cell is None else f"'{cell}'" for cell in row) for row in rows]
    return text.format(kinds=", ".join(f"({row})" for row in cells))


CHECKS: tuple[Check, ...] = (
    *CHEAP,
    Check(
        "report-lines",
        "each client has one line in a report, or lines of product lines",
        f"{CHANGED_BY_HAND}: load a new revision of the report",
    ),
    Check(
        "credit-amounts",
        "on the newest computed day each client counts with what the report says of it, shared or whole",
        "compute the newest day from scratch",
        takes=(_sharing_editions, _counting_whole, _currencies),
        repair=Repair.NEWEST_DAY,
    ),
    Check(
        "credits-by-way",
        "what a client adds in each way is the sum of its lines, and all ways add up to sold and managed",
        f"{CHANGED_BY_HAND}: compute the newest day from scratch; for a decision restore a backup",
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
        takes=(lambda _: app_keys(),),
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
        takes=(adding_up,),
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
        complete=_with_kinds,
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
        find=find_other_newest_decisions,
    ),
)
