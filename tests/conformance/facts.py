from datetime import UTC, datetime, timedelta

from tiers.periods import decision_day, format_month, minus_months

LAST_CLOSED = str(datetime.now(UTC).date() - timedelta(1))
MONTH = minus_months(datetime.now(UTC).date().replace(day=1), 2)
AS_OF = decision_day(MONTH)
REPORTED = format_month(minus_months(MONTH, 1))
DECIDED = format_month(MONTH)
PARTNERS = 25
CLIENTS = 25  # of the first partner


def facts() -> list[dict[str, object]]:
    """Partners for three pages of ten, of which the first has clients for as many, with tiers and activity."""
    return [
        *(_partner(number) for number in range(1, PARTNERS + 1)),
        {"type": "certification", "partner": "P1", "valid_from": "2018-06-01", "valid_until": "2099-01-01"},
        {"type": "employee", "id": "E1", "partner": "P1", "email": "ann@p1.example"},
        *(fact for number in range(1, CLIENTS + 1) for fact in _client(number)),
        {"type": "mrr_report", "period": REPORTED, "ran_on": str(MONTH)},
    ]


def _partner(number: int) -> dict[str, object]:
    return {
        "type": "partner", "id": f"P{number}", "name": f"Partner {number:02}", "domains": [f"p{number}.example"],
        "joined_on": "2018-06-01",
    }  # fmt: skip


def _client(number: int) -> list[dict[str, object]]:
    client = f"C{number}"
    return [
        {
            "type": "client", "id": client, "name": f"Client {number:02}", "registered_on": "2018-06-01",
            "sold_by": "P1", "sold_on": str(minus_months(AS_OF, 6)),
        },
        {"type": "access", "client": client, "employee": "E1", "granted_on": "2018-06-02"},
        {"type": "mrr", "period": REPORTED, "client": client, "amount": "100.00"},
        {
            "type": "activity", "id": f"A{number}", "client": client, "actor": "ann@p1.example", "kind": "USE",
            "app": "CRM", "at": f"{AS_OF - timedelta(10)}T12:00:00Z",
        },
    ]  # fmt: skip
