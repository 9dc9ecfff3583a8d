"""What was found doubtful in the facts."""

from decimal import Decimal

from engine.findings.kinds import KINDS
from models.enums import FindingSeverity
from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.lists import Listing, page, what_is_given
from tests.differential.reference.tables import Row
from tests.differential.reference.written import month, shortest


def findings_listing(_: Asker, arguments: Arguments) -> Listing:
    return Listing(
        "findings",
        "SEVERITY",
        lambda row: (_weight(row), row["size"], row["about"]),
        (int, Decimal, str),
        what_is_given(arguments),
        descending=True,
    )


def _weight(row: Row) -> int:
    return [FindingSeverity.LOW, FindingSeverity.MEDIUM, FindingSeverity.HIGH].index(row["severity"]) + 1


def _findings(_: object, asker: Asker, arguments: Arguments) -> Row:
    wanted = arguments.get("filter") or {}
    kinds, severity = wanted.get("kinds"), wanted.get("severity")
    rows = [
        row
        for row in asker.tables["finding"]
        if (kinds is None or row["kind"] in kinds) and severity in (None, row["severity"])
    ]
    return page(findings_listing(asker, arguments), rows, arguments)


def _counts(_: object, asker: Asker, __: Arguments) -> list[Row]:
    looks = {row["kind"]: row for row in asker.tables["finding_look"]}
    nothing = {"total": None, "as_of": None, "looked_at": None}
    return [
        {
            **(looks.get(kind) or nothing), "kind": kind, "severity": declared.severity, "says": declared.says,
            "remedy": declared.remedy, "size_is": declared.size, "count": (looks.get(kind) or nothing)["total"],
        }
        for kind, declared in KINDS.items()
    ]  # fmt: skip


def _size(row: Row, _: Asker, __: Arguments) -> str:
    return shortest(row["size"])


def _period(row: Row, _: Asker, __: Arguments) -> str | None:
    return None if row["period"] is None else month(row["period"])


def _partner(row: Row, asker: Asker, _: Arguments) -> Row | None:
    return asker.tables.find("partner", row["partner_id"])


def _client(row: Row, asker: Asker, _: Arguments) -> Row | None:
    return asker.tables.find("client", row["client_id"])


def _employee(row: Row, asker: Asker, _: Arguments) -> Row | None:
    return asker.tables.find("employee", row["employee_id"])


FIELDS = {
    "Finding.client": _client,
    "Finding.employee": _employee,
    "Finding.partner": _partner,
    "Finding.period": _period,
    "Finding.size": _size,
    "Portfolio.findingCounts": _counts,
    "Portfolio.findings": _findings,
}
