"""Ways to break what always holds, by the check that has to find it."""

from dataclasses import dataclass

from engine.checks.check import Found, Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from models.rulebook import Rulebook

EVERYBODY = Sample(None)
EVENT = "INSERT INTO activity_event (external_id, client_id, actor_id, kind, at, day)"
DAILY = "INSERT INTO daily_activity (client_id, actor_id, day, events, logins, apps)"
MONTH = "SELECT make_activity_months('2025-01-01', '2025-01-01')"
COPY = (
    "INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, tier, rank, edition, metrics,"
    " provisional, known_at) SELECT partner_id, effective_on, as_of, 2, tier, rank,"
    " edition, metrics, provisional, known_at FROM tier_decision"
    " WHERE partner_id = 1 AND effective_on = '2019-03-15'"
)
COPY_EVIDENCE = (
    "INSERT INTO decision_credit (decision_id, client_id, sold_amount, sold_status, sold_until, managed_amount,"
    " managed_status, managed_until, apps_used, counts_in_median) SELECT (SELECT max(id) FROM tier_decision),"
    " client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status, managed_until, apps_used,"
    " counts_in_median FROM decision_credit WHERE decision_id ="
    " (SELECT min(id) FROM tier_decision WHERE partner_id = 1 AND effective_on = '2019-03-15')"
)


BY_WAY = """ways = '[{"way": "SOLD", "status": "COUNTED", "amount": 1, "counts_until": "2019-05-01", "parts": []}]'"""


def metric(key: str, value: int) -> str:
    """What gives a metric of a row another value."""
    return f"metrics = metrics || jsonb_build_object('{key}', {value})"


@dataclass(frozen=True)
class Break:
    """What is done to the database, what the check says first of it, and which others find it too."""

    name: str
    check: str
    statements: tuple[str, ...]
    example: str
    also: frozenset[str] = frozenset()


BREAKS = (
    Break(
        "a month of one of the two", "months", (MONTH, "DROP TABLE daily_activity_2025_01"),
        "activity_event_2025_01 is there, and no such month of daily_activity",
    ),
    Break(
        "a month that is not attached", "months",
        (MONTH, *(f"ALTER TABLE {one} DETACH PARTITION {one}_2025_01" for one in ("activity_event", "daily_activity"))),
        "activity_event_2025_01 is not attached to activity_event",
    ),
    Break(
        "activity of a month without a table", "months",
        (
            "INSERT INTO seen_event VALUES ('new')",
            f"{EVENT} VALUES ('new', 1, 1, 'LOGIN', '2025-01-05T12:00:00Z', '2025-01-05')",
            f"{DAILY} VALUES (1, 1, '2025-01-05', 1, 1, 0)",
        ),
        "activity_event_other has 1 rows of 2025-01, a month that should have a table",
    ),
    Break(
        "activity of before the first day that is kept", "months",
        ("UPDATE calendar SET activity_from = '2000-01-01'",),
        "activity_event_other has 1 rows before 2000-01-01, the first day that is kept",
    ),
    Break(
        "a stale day of no client", "stale-rows",
        ("INSERT INTO stale_day (id, client_id, day) VALUES (50, 99, '2019-03-11')",),
        "stale_day 50: client #99 is not there",
    ),
    Break(
        "a stale day without events", "stale-rows",
        ("INSERT INTO stale_day (id, client_id, day) VALUES (50, 1, '2019-03-10')",),
        "stale_day 50: client #1 has no event on 2019-03-10",
    ),
    Break(
        "a stale client that is gone", "stale-rows", ("INSERT INTO stale_client (id, client_id) VALUES (50, 99)",),
        "stale_client 50: client #99 is not there",
    ),
    Break(
        "a stale partner that is gone", "stale-rows", ("INSERT INTO stale_partner VALUES (50, 99, true)",),
        "stale_partner 50: partner #99 is not there",
    ),
    Break(
        "a job that ended and has a lease", "jobs", ("UPDATE recompute_job SET lease_until = now() WHERE id = 1",),
        "job 1 is SUCCEEDED, and has a lease, or no moment at which it ended",
    ),
    Break(
        "a job that runs without a lease", "jobs",
        ("UPDATE recompute_job SET status = 'RUNNING', finished_at = NULL WHERE id = 1",),
        "job 1 is RUNNING, and no lease says until when somebody has it",
    ),
    Break(
        "a job that waits and has ended", "jobs", ("UPDATE recompute_job SET status = 'QUEUED' WHERE id = 2",),
        "job 2 is QUEUED, and has a lease, or has ended",
    ),
    Break(
        "a table that a run left", "runs", ("CREATE UNLOGGED TABLE carried_totals_77 ()",),
        "table carried_totals_77 is of a run that is over",
    ),
    Break(
        "chunks that a run left", "runs", ("INSERT INTO recompute_chunk VALUES (1, 1, 1, 1, 0)",),
        "run 1 is over, and has 1 chunks",
    ),
    Break(
        "a mark that a run left", "runs", ("INSERT INTO run_mark VALUES (1)",), "run 1 is over, and marked as gathered"
    ),
    Break(
        "a marked run without its tables", "runs",
        ("UPDATE recompute_run SET finished_at = NULL WHERE id = 1", "INSERT INTO run_mark VALUES (1)"),
        "run 1 is marked as gathered, and has no table gathered_1",
    ),
    Break(
        "an event that was removed", "event-numbers", ("DELETE FROM event WHERE seq IN (3, 4)",),
        "no event has a number between 2 and 5",
    ),
    Break(
        "a standing that is gone", "newest-partners",
        ("DELETE FROM standing WHERE partner_id = 2 AND as_of = '2019-04-20'",),
        "partner idle, joined on 2018-01-01: has no standing of 2019-04-20",
        frozenset({"newest-standings", "run-results"}),
    ),
    Break(
        "a standing of a partner that had not joined", "newest-partners",
        ("UPDATE partner SET joined_on = '2019-04-21' WHERE id = 2",),
        "partner idle, joined on 2019-04-21: has a standing of 2019-04-20", frozenset({"newest-standings"}),
    ),
    Break(
        "a credit that is gone", "newest-credits", ("DELETE FROM client_credit WHERE client_id = 1",),
        "partner agency: credits of sold 300.00, managed 300.00, median 1.0, and a standing of 1200.00, 1200.00, 2.0",
        frozenset({"newest-standings"}),
    ),
    Break(
        "a median that is another", "newest-credits",
        (f"UPDATE standing SET {metric('MEDIAN_APP_USAGE', 3)} WHERE partner_id = 1 AND as_of = '2019-04-20'",),
        "partner agency: credits of sold 1200.00, managed 1200.00, median 2.0, and a standing of 1200.00, 1200.00, 3.0",
        frozenset({"newest-standings"}),
    ),
    Break(
        "a credit that time has changed", "newest-credits",
        ("UPDATE client_credit SET valid_until = '2019-04-19' WHERE client_id = 1",),
        "partner agency: has a credit that is valid until 2019-04-19 only, before 2019-04-20",
    ),
    Break(
        "a product line beside a line for everything", "report-lines",
        (
            "INSERT INTO mrr_line (period, revision, client_id, amount, currency, line)"
            " SELECT period, revision, client_id, 0, currency, 'CRM' FROM mrr_line WHERE client_id = 1 LIMIT 1",
        ),
        "client c1: has lines with and without a product line in revision 1 of 2019-02",
    ),
    Break(
        "a way that adds something else", "credits-by-way", (f"UPDATE client_credit SET {BY_WAY} WHERE client_id = 1",),
        "partner agency, client c1: ways add 1.00, and sold and managed 1800.00", frozenset({"newest-standings"}),
    ),
    Break(
        "evidence of a way whose lines are gone", "credits-by-way",
        (
            f"UPDATE decision_credit SET sold_amount = 1, managed_amount = 0, {BY_WAY}"
            " WHERE id = (SELECT min(id) FROM decision_credit WHERE client_id = 1)",
        ),
        "decision #1, client c1: the lines of SOLD do not add up to what it adds", frozenset({"decision-credits"}),
    ),
    Break(
        "an amount that no report gives", "credit-amounts",
        (
            "UPDATE client_credit SET sold_amount = 901 WHERE client_id = 1",
            f"UPDATE standing SET {metric('SOLD_MRR', 1201)} WHERE partner_id = 1 AND as_of = '2019-04-20'",
        ),
        "client c1: is credited as sold with 901.00, and the report says 900.00", frozenset({"newest-standings"}),
    ),
    Break(
        "a report from later on", "computed-days",
        (
            "INSERT INTO mrr_report (id, period, revision, ran_on) VALUES (50, '2019-03-01', 1, '2019-04-21')",
            "INSERT INTO computed_day (day, report_id, computed_at) VALUES ('2019-04-19', 50, now())",
        ),
        "2019-04-19 was computed by the report of 2019-03, revision 1, which ran on 2019-04-21",
    ),
    Break(
        "an employee compared by another's address", "addresses", ("UPDATE actor SET address = 'eve@agency.example'",),
        "employee ada-agency: is compared by another form than a load gives it",
    ),
    Break(
        "a partner compared by another domain", "addresses",
        ("UPDATE partner SET domain_keys = '{idol.example}' WHERE id = 2",),
        "partner idle: is compared by another form than a load gives it",
    ),
    Break(
        "an event on another day", "activity-events",
        ("UPDATE activity_event SET at = at + interval '12 hours' WHERE external_id = 'agency-1-2019-03-11-CRM'",),
        "event agency-1-2019-03-11-CRM on 2019-03-11: its day is not that of its moment",
    ),
    Break(
        "an event of nobody", "activity-events",
        ("UPDATE activity_event SET actor_id = 99 WHERE external_id = 'agency-1-1999-12-31-CRM'",),
        "event agency-1-1999-12-31-CRM on 1999-12-31: its actor is not there", frozenset({"daily-activity"}),
    ),
    Break(
        "an event of no client", "activity-events",
        ("UPDATE activity_event SET client_id = 99 WHERE external_id = 'agency-1-1999-12-31-CRM'",),
        "event agency-1-1999-12-31-CRM on 1999-12-31: its client is not there", frozenset({"daily-activity"}),
    ),
    Break(
        "an event that would be loaded once more", "event-ids",
        ("DELETE FROM seen_event WHERE external_id = 'agency-1-2019-03-11-CRM'",),
        "event agency-1-2019-03-11-CRM: is there, and its id is not noted in seen_event",
    ),
    Break(
        "an event that is gone", "event-ids", ("INSERT INTO seen_event VALUES ('ghost')",),
        "event ghost: its id is noted in seen_event, and it is not there",
    ),
    Break(
        "an event that counts twice", "event-ids",
        (
            "SELECT make_activity_months('2000-12-01', '2000-12-01')",
            f"{EVENT} VALUES ('agency-1-1999-12-31-CRM', 1, 1, 'LOGIN', '2000-12-31T12:00:00Z', '2000-12-31')",
            f"{DAILY} VALUES (1, 1, '2000-12-31', 1, 1, 0)",
        ),
        "event agency-1-1999-12-31-CRM: is there 2 times",
    ),
    Break(
        "daily activity that lacks what was loaded", "daily-activity",
        ("DELETE FROM daily_activity WHERE client_id = 1",),
        "client c1 on 1999-12-31: of actors with 1 events it counts 0", frozenset({"newest-standings"}),
    ),
    Break(
        "daily activity of no event", "daily-activity", (f"{DAILY} VALUES (2, 1, '2019-03-12', 2, 2, 0)",),
        "client c3 on 2019-03-12: of actors with 0 events it counts 2",
    ),
    Break(
        "daily activity with another app", "daily-activity",
        ("UPDATE daily_activity SET apps = apps | 1 WHERE day = '1999-12-31'",),
        "client c1 on 1999-12-31: other actors, logins or apps than its events have",
    ),
    Break(
        "daily activity with another number of logins", "daily-activity",
        ("UPDATE daily_activity SET logins = 1 WHERE day = '2019-03-11'",),
        "client c1 on 2019-03-11: other actors, logins or apps than its events have",
    ),
    Break(
        "a standing of an older day that is gone", "run-results",
        ("DELETE FROM standing WHERE partner_id = 2 AND as_of = '2019-04-18'",),
        "2019-04-18: 1 partners have a standing, and its last run gave 2",
    ),
    Break(
        "a decision that is gone", "run-results",
        ("DELETE FROM tier_decision WHERE partner_id = 2 AND effective_on = '2019-03-15'",),
        "effective 2019-03-15: 1 partners have a decision, and its last run decided of 2",
    ),
    Break(
        "a revision that is gone", "revisions",
        ("UPDATE tier_decision SET revision = 3 WHERE revision = 2 AND partner_id = 1",),
        "partner agency, effective 2019-04-15: revision 3 follows revision 1",
    ),
    Break(
        "a first revision that is gone", "revisions",
        ("UPDATE tier_decision SET revision = 2 WHERE effective_on = '2019-03-15' AND partner_id = 2",),
        "partner idle, effective 2019-03-15: revision 2 follows revision 0",
    ),
    Break(
        "a decision on another day's numbers", "revisions",
        ("UPDATE tier_decision SET as_of = '2019-03-13' WHERE effective_on = '2019-03-15' AND partner_id = 1",),
        "partner agency, effective 2019-03-15: revision 1 rests on 2019-03-13",
    ),
    Break(
        "a revision that says nothing new", "revisions", (COPY, COPY_EVIDENCE),
        "partner agency, effective 2019-03-15: revision 2 says what the one before it says",
    ),
    Break(
        "a decision of other numbers", "decision-credits",
        (f"UPDATE tier_decision SET {metric('MANAGED_MRR', 1)} WHERE effective_on = '2019-03-15' AND partner_id = 1",),
        "partner agency, effective 2019-03-15, revision 1: credits of sold 1200.00, managed 1200.00, median 3.0,"
        " and numbers of 1200.00, 1.00, 3.0",
    ),
    Break(
        "evidence that is gone", "decision-credits",
        (
            "DELETE FROM decision_credit USING tier_decision d"
            " WHERE d.id = decision_id AND effective_on = '2019-03-15' AND partner_id = 1",
        ),
        "partner agency, effective 2019-03-15, revision 1: credits of sold 0, managed 0, median none,"
        " and numbers of 1200.00, 1200.00, 3.0",
    ),
    Break(
        "evidence of no decision", "evidence",
        (COPY, COPY_EVIDENCE, "DELETE FROM tier_decision WHERE id = (SELECT max(id) FROM tier_decision)"),
        "decision #7 is not there, and has the credits of 1 clients",
    ),
    Break(
        "an event without its job", "event-contents", ("UPDATE event SET payload = NULL WHERE seq = 1",),
        "event 1, JOB_CHANGED: has no job of its partner or job",
    ),
    Break(
        "an event with another partner's decision", "event-contents",
        ("UPDATE event SET partner_id = 2 WHERE kind = 'TIER_CHANGED' AND seq < 6",),
        "event 3, TIER_CHANGED: has no decision of its partner or job",
    ),
    Break(
        "an event with another partner's standing", "event-contents",
        (
            "UPDATE event SET payload = payload || '{\"partner_id\": 7}' WHERE seq ="
            " (SELECT min(seq) FROM event WHERE kind = 'STANDING_CHANGED')",
        ),
        "event 16, STANDING_CHANGED: has no standing of its partner or job",
    ),
    Break(
        "a tier that the numbers do not give", "newest-standings",
        ("UPDATE standing SET tier = 'GOLD' WHERE partner_id = 1 AND as_of = '2019-04-20'",),
        "agency: is GOLD (sold 1200.00, managed 1200.00, median 2.0),"
        " and from scratch without tier (sold 1200.00, managed 1200.00, median 2.0)",
    ),
    Break(
        "a credit that counts for longer", "newest-standings",
        ("UPDATE client_credit SET managed_until = managed_until + 1 WHERE client_id = 3",),
        "agency: is without tier (sold 1200.00, managed 1200.00, median 2.0),"
        " and from scratch has other credits or labels",
    ),
    Break(
        "apps of a median that there is not", "newest-standings",
        ("UPDATE client_credit SET further_apps_used = '{1}' WHERE client_id = 3",),
        "agency: is without tier (sold 1200.00, managed 1200.00, median 2.0),"
        " and from scratch has other credits or labels",
    ),
    Break(
        "a fact that changed without a word", "newest-standings", ("UPDATE access SET revoked_on = '2019-04-20'",),
        "agency: is without tier (sold 1200.00, managed 1200.00, median 2.0),"
        " and from scratch without tier (sold 1200.00, managed 0.00, median 2.0)",
    ),
    Break(
        "a decision that its facts do not give", "newest-decisions",
        ("UPDATE tier_decision SET tier = 'GOLD', rank = 2 WHERE effective_on = '2019-04-15' AND revision = 2",),
        "agency: was decided GOLD (sold 1200.00, managed 1200.00, median 2.0),"
        " and the same facts give without tier (sold 1200.00, managed 1200.00, median 2.0)",
    ),
)  # fmt: skip


async def look_at_all(rules: Rulebook, sample: Sample = EVERYBODY) -> dict[str, Found]:
    """What each check finds, of those that find anything."""
    found = {check.name: await look_for(check, rules, sample) for check in CHECKS}
    return {name: one for name, one in found.items() if one.total}
