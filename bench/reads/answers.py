"""Answers reduced to what they say, whatever names they say it by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bench.reads import questions
from bench.reads.documents import Query

Plain = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What is said, and the cursor after which a list goes on."""

    says: object
    end_cursor: str | None = None


Read = Callable[[Plain], Answer]


def _nested(data: Plain) -> Answer:
    partners = data["partners"]
    said = [
        {
            **_texts(partner, "externalId", "name"),
            "tier": _key(partner["tier"]),
            "clients": [
                {
                    **_texts(edge["node"], "externalId", "name"),
                    **{
                        kind: (Decimal(credit["amount"]), credit["status"], credit["countsUntil"])
                        for kind, credit in edge["credit"].items()
                    },
                }
                for edge in partner["clients"]["edges"]
            ],
        }
        for partner in _nodes(partners)
    ]
    return Answer(said, partners["pageInfo"]["endCursor"])


def _generated_nested(data: Plain) -> Answer:
    partners = data["allPartners"]
    said = [
        {
            **_texts(partner, "externalId", "name"),
            "tier": partner["currentTier"],
            "clients": [
                {
                    **_texts(credit["clientByClientId"], "externalId", "name"),
                    **{
                        kind: (Decimal(credit[f"{kind}Amount"]), credit[f"{kind}Status"], credit[f"{kind}Until"])
                        for kind in ("sold", "managed")
                    },
                }
                for credit in _nodes(partner["clientCreditsByPartnerId"])
            ],
        }
        for partner in _nodes(partners)
    ]
    return Answer(said, partners["pageInfo"]["endCursor"])


def _page(field: str) -> Read:
    def read(data: Plain) -> Answer:
        edges, around = data[field]["edges"], data[field]["pageInfo"]
        clients = [_texts(edge["node"], "externalId", "name", "country", "registeredOn") for edge in edges]
        cursors = [edge["cursor"] for edge in edges]
        said = {
            "clients": clients,
            "cursors": len(set(cursors)),
            "ends at the last": cursors[-1:] == [around["endCursor"]],
            "goes on": around["hasNextPage"],
        }
        return Answer(said, around["endCursor"])

    return read


def _partner(data: Plain) -> Answer:
    partner = data["partner"]
    standing = partner["standing"]
    return Answer(
        {
            **_texts(partner, "externalId", "name", "country", "joinedOn"),
            "tier": _key(partner["tier"]),
            "standing": {**_standing(standing), "tier": _key(standing["tier"])},
            "history": [
                {**_decision(decision), "tier": _key(decision["tier"])} for decision in _nodes(partner["tierHistory"])
            ],
        }
    )


def _generated_partner(data: Plain) -> Answer:
    partner = data["partnerByExternalId"]
    standing = partner["newestStanding"]
    return Answer(
        {
            **_texts(partner, "externalId", "name", "country", "joinedOn"),
            "tier": partner["currentTier"],
            "standing": {**_standing(standing), "tier": standing["tier"]},
            "history": [
                {**_decision(decision), "tier": decision["tier"]} for decision in _nodes(partner["tierHistory"])
            ],
        }
    )


def _tiny(field: str) -> Read:
    return lambda data: Answer(data[field]["name"])


def _whole(data: Plain) -> Answer:
    """What nobody else is compared by: all of it, and where it is a list that goes on, its cursor."""
    listed = (data.get("portfolio") or {}).get("list")
    return Answer(data, None if listed is None else listed["pageInfo"]["endCursor"])


def _nodes(connection: Plain) -> list[Plain]:
    return [edge["node"] for edge in connection["edges"]]


def _texts(found: Plain, *names: str) -> Plain:
    return {name: found[name] for name in names}


def _numbers(found: Plain, *names: str) -> Plain:
    return {name: None if found[name] is None else Decimal(found[name]) for name in names}


def _key(tier: Plain | None) -> object:
    return None if tier is None else tier["key"]


def _standing(found: Plain) -> Plain:
    return _texts(found, "asOf", "certified", "provisional") | _numbers(
        found, "soldMrr", "managedMrr", "medianAppUsage"
    )


def _decision(found: Plain) -> Plain:
    return (
        _texts(found, "effectiveOn", "certified", "revision")
        | _numbers(found, "soldMrr", "managedMrr", "medianAppUsage")
        | {"knownAt": datetime.fromisoformat(found["knownAt"])}
    )


TIERLINE: dict[Query, Read] = {
    Query.NESTED: _nested,
    Query.PAGE: _page("clients"),
    Query.PARTNER: _partner,
    Query.TINY: _tiny("partner"),
    **dict.fromkeys(questions.TIERLINE, _whole),
}
POSTGRAPHILE: dict[Query, Read] = {
    Query.NESTED: _generated_nested,
    Query.PAGE: _page("allClients"),
    Query.PARTNER: _generated_partner,
    Query.TINY: _tiny("partnerByExternalId"),
}


def find_difference(one: object, other: object, where: str = "") -> str | None:
    """Where two answers differ first and what they say there, None when they say the same."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs: Iterable[tuple[object, object, object]] = ((key, one[key], other[key]) for key in one)
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = ((place, *both) for place, both in enumerate(zip(one, other, strict=True)))
    else:
        return None if one == other else f"{where or 'the whole'}: {_short(one)} and {_short(other)}"
    found = (find_difference(mine, yours, f"{where}/{key}") for key, mine, yours in pairs)
    return next(filter(None, found), None)


def _short(value: object, most: int = 200) -> str:
    text = repr(value)
    return text if len(text) <= most else f"{text[:most]}... ({len(text):,} characters)"
