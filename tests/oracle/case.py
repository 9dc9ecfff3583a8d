"""One partner, one employee, one client: facts that sit on every boundary of 14 June 2018 at once."""

from datetime import date

from tests.oracle.facts import FactBook

Line = dict[str, object]
PARTNER: Line = {"type": "partner", "id": "p", "name": "P", "domains": ["münchen.de"], "joined_on": "2018-01-01"}
CERTIFIED: Line = {"type": "certification", "partner": "p", "valid_from": "2018-01-01", "valid_until": "2018-06-14"}
EMPLOYEE: Line = {"type": "employee", "id": "e", "partner": "p", "email": " Ana@XN--MNCHEN-3YA.de"}
CLIENT: Line = {
    "type": "client",
    "id": "c",
    "name": "C",
    "registered_on": "2018-01-31",
    "sold_by": "p",
    "sold_on": "2017-06-14",
}
ACCESS: Line = {"type": "access", "client": "c", "employee": "e", "granted_on": "2018-06-14"}
REPORT: Line = {"type": "mrr_report", "period": "2018-05", "ran_on": "2018-06-14"}
MRR: Line = {"type": "mrr", "period": "2018-05", "client": "c", "amount": "2100.00"}
FACTS = (PARTNER, CERTIFIED, EMPLOYEE, CLIENT, ACCESS, REPORT, MRR)
D = date(2018, 6, 14)


def event(at: str, app: str | None = None, actor: str = "ANA@xn--mnchen-3ya.DE ", client: str = "c") -> Line:
    kind = "LOGIN" if app is None else "USE"
    return {
        "type": "activity",
        "id": at + str(app),
        "client": client,
        "actor": actor,
        "kind": kind,
        "app": app,
        "at": at,
    }


def three_apps(at: str) -> list[Line]:
    return [event(at, app) for app in ("CRM", "CTA", "EMAIL")]


def book(*lines: Line, **changes: Line) -> FactBook:
    """The facts above with some changed by type, and more lines; a report may say that clients have cancelled."""
    loaded = FactBook()
    facts = [*({**fact, **changes.get(str(fact["type"]), {})} for fact in FACTS), *lines]
    outcome = loaded.load(facts, confirmed=True)
    assert outcome.rejected == []
    return loaded
