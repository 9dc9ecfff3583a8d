"""Generated partners, with employees whose addresses match their domains in every way, or just do not."""

from dataclasses import dataclass

from tests.oracle.ledger import DAY, Ledger
from tests.oracle.records import domain_key

# In turn: the domains as the partner writes them, one that matches, one that only looks as if it did.
_DOMAINS = (
    (["agency{n}.com"], "agency{n}.com", "eu.agency{n}.com"),
    (["münchen{n}.de"], "MÜNCHEN{n}.de", "munchen{n}.de"),
    (["straße{n}.de"], "Straße{n}.DE", "strasse{n}.de"),
    (["AGENCY{n}.Com"], "agency{n}.com", "notagency{n}.com"),
    (["agency{n}.com", "eu.agency{n}.com"], "EU.agency{n}.COM", "fr.agency{n}.com"),
    (["ａｇｅｎｃｙ{n}。com"], "agency{n}.com", "agency{n}.com.br"),  # noqa: RUF001 (full-width on purpose)
)


@dataclass(frozen=True)
class Employee:
    id: str
    email: str


@dataclass(frozen=True)
class Agency:
    """A partner and its staff: `lead` and `peer` match its domains, `shared` does and works for a second partner too;

    `lookalike` and `freemail` match nothing; `guest` has the address of another partner's lead.
    """

    number: int
    id: str
    lead: Employee
    peer: Employee
    shared: Employee
    lookalike: Employee
    freemail: Employee
    guest: Employee


def found_agencies(ledger: Ledger, count: int) -> list[Agency]:
    """Adds `count` partners with employees and certifications."""
    agencies = [_found(ledger, number, count) for number in range(count)]
    for agency in agencies:
        _certify(ledger, agency)
    return agencies


def _found(ledger: Ledger, number: int, count: int) -> Agency:
    written, matching, lookalike = _DOMAINS[number % len(_DOMAINS)]
    domains = [domain.format(n=number) for domain in written]
    matching = matching.format(n=number)
    neighbour = (number + 1) % count
    joined_on = ledger.start - 100 * DAY if number % 7 else ledger.decision_day() + (number % 2) * DAY
    partner = f"p{number}"
    values: dict[str, object] = {
        "id": partner,
        "country": ledger.rng.choice(["US", "JP", None]),
        "joined_on": joined_on,
    }
    if number % 4 == 0:  # superseded in the same file, so that its domain decides nothing
        ledger.add("partner", **values, name="Draft", domains=["freemail.example"])
    ledger.add("partner", **values, name=f"Agency {number}", domains=[*domains, f"shared{number // 2}.io"])
    emails = {
        "lead": f"lead@{matching}",
        # The A-label, a quoted local part with an @ of its own, and the blanks that a form lets through.
        "peer": f'"pe@er"@{domain_key(domains[0])}' if number % 2 else f" Peer@{domains[0]} ",
        "shared": f"Team@shared{number // 2}.io",
        "lookalike": f"lead@{lookalike.format(n=number)}",
        "freemail": f"agency{number}@freemail.example",
        "guest": "lead@" + _DOMAINS[neighbour % len(_DOMAINS)][1].format(n=neighbour),
    }
    for role, email in emails.items():
        ledger.add("employee", id=f"{partner}-{role}", partner=partner, email=email)
    staff = {role: Employee(f"{partner}-{role}", email) for role, email in emails.items()}
    return Agency(number=number, id=partner, **staff)


def _certify(ledger: Ledger, agency: Agency) -> None:
    """Certifications that cover everything, or leave gaps of a day or more around a 14th, or were never earned."""
    first, last = ledger.start - 400 * DAY, ledger.end + 400 * DAY
    day = ledger.decision_day()
    periods = {
        0: [(first, last)],
        1: [(first, day), (day + 2 * DAY, last)],
        2: [(first, day), (day + DAY, last)],
        3: [(first, day - DAY), (day + DAY, last)],
        4: [(first, day - 200 * DAY), (day - 199 * DAY, day + DAY), (day + 60 * DAY, last)],
        5: [(day, last)] if agency.number % 4 == 1 else [],
    }
    for valid_from, valid_until in periods[agency.number % 6]:
        ledger.add("certification", partner=agency.id, valid_from=valid_from, valid_until=valid_until)
