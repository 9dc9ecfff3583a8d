"""What an id stands for, for who may see it."""

from tests.differential.reference.asker import Asker
from tests.differential.reference.clients import sees_client
from tests.differential.reference.ids import read_id
from tests.differential.reference.tables import Row


def find_node(asker: Asker, text: str) -> Row | None:
    """The row with the name of its type, None for one that is not there or may not be seen."""
    type_name, row = read_id(asker.tables, text)
    return {"__typename": type_name, **row} if row is not None and is_visible(asker, type_name, row) else None


def is_visible(asker: Asker, type_name: str, row: Row) -> bool:
    if type_name in ("DryRun", "Finding", "RecomputeJob", "MrrReport", "MrrLine"):
        return asker.own is None
    if type_name in ("Edition", "Program"):
        return asker.own is None or row.get("newest", row)["status"] == "PUBLISHED"
    if type_name == "Client":
        return sees_client(asker, row["id"])
    if type_name == "Partner":
        return asker.sees(row["id"])
    if type_name == "Measure" and row["partner_id"] is None:
        return sees_client(asker, row["client_id"])
    if type_name in ("Access", "Credential"):
        row = asker.tables.get("employee", row["employee_id"])
    if type_name == "CreditedClient":
        row = asker.tables.get("tier_decision", row["decision_id"])
    is_decided = type_name in ("CreditedClient", "TierDecision")
    return asker.sees(row["partner_id"]) and not (is_decided and row["effective_on"] > asker.today)
