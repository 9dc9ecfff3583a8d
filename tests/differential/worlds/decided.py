"""Decisions with their revisions and evidence."""

from datetime import date

from models.rulebook import Rulebook
from tests.differential.worlds.ledger import Ledger
from tests.differential.worlds.numbers import both_credits, numbers

MONTHS = (*(date(2018, month, 15) for month in range(6, 13)), *(date(2019, month, 15) for month in range(1, 9)))
"""Up to August 2019, which is still to come."""

MANY_REVISIONS = 103


def add_decisions(ledger: Ledger, rules: Rulebook) -> None:
    """Of each partner none, a few or all months; tiers stay for a while, so that they are held since a day."""
    for partner in ledger.keys("partner"):
        share = ledger.pick([0.0, 0.3, 0.8, 1.0])
        kept = None
        for effective_on in MONTHS:
            if not ledger.chance(share):
                continue
            edition = rules.in_force(effective_on) if ledger.chance(0.8) else ledger.pick(rules.editions)
            for revision in range(1, ledger.pick([1, 1, 2, 3, 4]) + 1):
                values = numbers(ledger, edition, ranked=True)
                if kept is not None and ledger.chance(0.6):
                    # What an edition measures goes with it.
                    own = () if kept["edition"] == values["edition"] else ("metrics", "factors")
                    values |= {name: kept[name] for name in ("tier", "rank", "edition", *own)}
                _add_decision(ledger, partner, effective_on, revision, values)
                kept = values
    if ledger["tier_decision"]:
        _revise_often(ledger)


def _add_decision(ledger: Ledger, partner: int, effective_on: date, revision: int, values: dict[str, object]) -> None:
    decision = ledger.add(
        "tier_decision",
        partner_id=partner,
        effective_on=effective_on,
        as_of=effective_on.replace(day=ledger.pick([14, 14, 14, 1])),
        revision=revision,
        known_at=ledger.moment(),
        **values,
    )
    # One in a while has so many that they fill pages.
    for client in ledger.sample(ledger.keys("client"), ledger.pick([0, 2, 6, 6, 40])):
        ledger.add("decision_credit", decision_id=decision, client_id=client, **both_credits(ledger))


def _revise_often(ledger: Ledger) -> None:
    """Gives one decision more revisions than are shown, in no order of keys."""
    last = ledger.pick(ledger["tier_decision"])
    of_same = [
        row["revision"]
        for row in ledger["tier_decision"]
        if (row["partner_id"], row["effective_on"]) == (last["partner_id"], last["effective_on"])
    ]
    same = {name: value for name, value in last.items() if name != "id"}
    for revision in range(max(of_same) + 1, MANY_REVISIONS + 1):
        ledger.add("tier_decision", **same | {"revision": revision, "known_at": ledger.moment()})
