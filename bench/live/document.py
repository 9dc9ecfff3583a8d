"""What every server is asked for, and what it answers."""

from typing import Any

import orjson

from api.live.cursors import Cursors, plain_cursor
from api.reading.ids import encode_id
from models.installation import Installation

EVERYBODY = ""  # the audience of all changes, beside one for each partner
NOTHING_YET = plain_cursor(0)
CURSORS = Cursors(Installation(bytes(32), 0))  # the peers': as long as Tierline's
COST = 4  # what Tierline says the document costs, with every payload
EFFECTIVE_ON = "2018-05-15"
TIERS = ("SILVER", "GOLD", "PLATINUM", "DIAMOND")
QUERY = """
subscription ($partner: ID, $after: String) {
  tierChanges(partnerId: $partner, after: $after) {
    kind cursor decision { effectiveOn tier { key } partner { externalId } }
  }
}
"""

Change = dict[str, Any]


def partner_id(number: int) -> str:
    """The global id of a partner, by its row."""
    return encode_id("Partner", f"p{number}")


def tier_of(number: int) -> str:
    """The key of the tier that a partner gets, by its row."""
    return TIERS[number % len(TIERS)]


def change_of(seq: int, partner: int) -> Change:
    """An event as the peers are told of it: the very one that Tierline finds in its tables."""
    decision = {
        "effectiveOn": EFFECTIVE_ON,
        "tier": {"key": tier_of(partner)},
        "partner": {"externalId": f"p{partner}"},
    }
    return {"kind": "CHANGE", "cursor": CURSORS.encode(seq), "decision": decision}


def payload_of(change: Change) -> str:
    """A change as Tierline renders it."""
    return orjson.dumps({"data": {"tierChanges": change}, "extensions": {"cost": COST}}).decode()


def expect_answer(frame: str, partner: int) -> None:
    """Raises SystemExit for a frame that does not tell of the partner's change, or not at the cost that is assumed."""
    payload = orjson.loads(frame)["payload"]
    change = payload["data"]["tierChanges"]
    if change != change_of(0, partner) | {"cursor": change["cursor"]}:
        raise SystemExit(f"a server did not tell what it should have told: {frame}")
    if payload.get("extensions", {}).get("cost", COST) != COST:
        raise SystemExit(f"the document costs otherwise than bare frames say: {frame}")
