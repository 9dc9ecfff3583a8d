"""Partners, their people, clients, and what was done in the clients' accounts."""

from datetime import date, timedelta
from decimal import Decimal

from intake.domains import address_key
from tests.differential.worlds.ledger import TODAY, Ledger
from tests.differential.worlds.texts import ADDRESSES, COUNTRIES, DOMAINS, EXTERNAL_IDS, NAMES

DAY = timedelta(days=1)
JOINED = (
    date(1, 1, 1),
    date(2018, 6, 1),
    date(2018, 6, 1),
    date(2019, 6, 14),
    TODAY - 2 * DAY,
    TODAY - DAY,
    TODAY,
    TODAY + 20 * DAY,
)
REGISTERED = (
    date(1, 1, 1),
    date(2018, 9, 1),
    date(2019, 3, 1),
    date(2019, 3, 31),
    date(2019, 4, 1),
    date(2019, 4, 30),
    date(2019, 5, 1),
    date(2019, 5, 31),
    TODAY,
    date(2019, 8, 1),
    date(9999, 12, 31),
)
KEYS = tuple(dict.fromkeys(name[:255] for name in NAMES))
VALUES = tuple(map(Decimal, "0 0 0.5 -0.5 1 12.340000 -9999999999999999.999999 9999999999999999.999999".split()))


def add_people(ledger: Ledger, partners: int, clients: int) -> None:
    """The facts of a portfolio."""
    for external_id in _external_ids(ledger, "P", partners):
        _add_partner(ledger, external_id)
    for external_id in _external_ids(ledger, "C", clients):
        _add_client(ledger, external_id)
    _add_employees(ledger)
    _add_credentials(ledger)
    _add_sales(ledger)
    _add_access(ledger)
    _add_measures(ledger)
    _add_activity(ledger)


def _external_ids(ledger: Ledger, prefix: str, count: int) -> list[str]:
    """Plain ones and others."""
    return [
        *ledger.rng.sample(EXTERNAL_IDS, min(count // 2, len(EXTERNAL_IDS))),
        *map(f"{prefix}-{{}}".format, range(count)),
    ][:count]


def _add_partner(ledger: Ledger, external_id: str) -> None:
    domains = ledger.sample(DOMAINS, 4)
    key = ledger.add(
        "partner",
        external_id=external_id,
        name=ledger.pick(NAMES),
        domains=domains,
        domain_keys=domains,
        country=ledger.pick(COUNTRIES),
        joined_on=ledger.pick(JOINED),
    )
    start = TODAY - 400 * DAY
    while start < TODAY + 30 * DAY:
        # Many of them end or begin right here, as far as days are concerned.
        end = ledger.pick([start, TODAY - 2 * DAY, TODAY - DAY, TODAY, TODAY + 14 * DAY, date(9999, 12, 31)])
        end = max(end, start)
        if ledger.chance(0.7):
            ledger.add("certification", partner_id=key, valid_from=start, valid_until=end)
        if end > TODAY + 30 * DAY:
            break
        start = end + ledger.pick([1, 1, 2, 100]) * DAY


def _add_client(ledger: Ledger, external_id: str) -> None:
    is_sold = bool(ledger["partner"]) and ledger.chance(0.7)
    ledger.add(
        "client",
        external_id=external_id,
        name=ledger.pick(NAMES),
        registered_on=ledger.pick(REGISTERED) if ledger.chance(0.6) else ledger.day(),
        country=ledger.pick(COUNTRIES),
        sold_by_id=ledger.partner() if is_sold else None,
        sold_on=ledger.day() if is_sold else None,
    )


def _add_employees(ledger: Ledger) -> None:
    for address in dict.fromkeys(map(address_key, ADDRESSES)):
        ledger.add("actor", address=address)
    actors = {row["address"]: row["id"] for row in ledger["actor"]}
    for number in range(3 * len(ledger["partner"])):
        email = ledger.pick(ADDRESSES)
        ledger.add(
            "employee",
            external_id=f"E-{number}",
            partner_id=ledger.partner(),
            email=email,
            email_domain=email.rpartition("@")[2],
            actor_id=actors[address_key(email)],
            left_on=ledger.day() if ledger.chance(0.3) else None,
            name=ledger.pick([None, *NAMES]),
        )


def _add_credentials(ledger: Ledger) -> None:
    """Of the same names one after the other, the last of them without an end."""
    for employee in ledger.keys("employee"):
        for name in ledger.sample(KEYS, 3):
            starts = sorted({ledger.day() for _ in range(ledger.pick([1, 1, 2, 3]))})
            ends = [start - ledger.pick([1, 1, 2]) * DAY for start in starts[1:]]
            for start, end in zip(starts, [*ends, None], strict=True):
                last = None if end is None else max(start, end)
                ledger.add("credential", employee_id=employee, name=name, valid_from=start, valid_until=last)


def _add_sales(ledger: Ledger) -> None:
    few = ledger.keys("client")[:6]
    for number in range(3 * len(ledger["partner"])):
        sold_on = ledger.day()
        ledger.add(
            "sale",
            external_id=f"S-{number}",
            partner_id=ledger.partner(),
            client_id=ledger.pick(few if ledger.chance(0.6) else ledger.keys("client")),
            line=ledger.pick(KEYS),
            kind=ledger.pick(["SOURCED", "ASSISTED"]),
            sold_on=sold_on,
            ended_on=sold_on + ledger.rng.randint(1, 300) * DAY if ledger.chance(0.3) else None,
        )


def _add_measures(ledger: Ledger) -> None:
    """Of the first few partners and clients so many that their lists are long."""
    subjects = [("partner_id", key) for key in ledger.keys("partner")]
    subjects += [("client_id", key) for key in ledger.keys("client")]
    subjects += [(column, key) for column, key in subjects for _ in range(20) if ledger.chance(0.1)]
    seen = dict.fromkeys((*subject, ledger.pick(KEYS), ledger.day()) for subject in subjects for _ in range(3))
    for column, key, name, on in seen:
        ledger.add(
            "measure",
            partner_id=key if column == "partner_id" else None,
            client_id=key if column == "client_id" else None,
            name=name,
            on=on,
            value=ledger.pick(VALUES),
            currency=ledger.pick([None, None, "USD", "EUR"]),
        )


def _add_access(ledger: Ledger) -> None:
    """Some of it overlapping: a second access before the first one ends. Many have access to the same few clients."""
    few = ledger.keys("client")[:6]
    for employee in ledger.keys("employee"):
        for client in dict.fromkeys([*ledger.sample(few, 3), *ledger.sample(ledger.keys("client"), 3)]):
            starts = dict.fromkeys(ledger.day(last=0) for _ in range(ledger.pick([1, 1, 2, 3])))
            for granted_on in starts:
                revoked_on = granted_on + ledger.rng.randint(1, 300) * DAY if ledger.chance(0.5) else None
                ledger.add(
                    "access", client_id=client, employee_id=employee, granted_on=granted_on, revoked_on=revoked_on
                )


def _add_activity(ledger: Ledger) -> None:
    """Of anybody on any day, and of who has access on the days around its beginning and its end."""
    actors = {row["id"]: row["actor_id"] for row in ledger["employee"]}
    places = []
    for row in ledger["access"]:
        edges = [row["granted_on"], row["revoked_on"] or row["granted_on"]]
        around = ledger.sample([edge + number * DAY for edge in edges for number in (-1, 0)], 2)
        places += [(row["client_id"], day, actors[row["employee_id"]]) for day in around]
    for _ in range(9 * len(ledger["client"])):
        client = ledger.pick(ledger.keys("client")[: 6 if ledger.chance(0.4) else None])
        places.append((client, ledger.day(), ledger.pick(ledger.keys("actor"))))
    for client, day, actor in dict.fromkeys(places):
        events = ledger.pick([1, 1, 2, 40, 1_000_000])
        counts = {"events": events, "logins": ledger.rng.randint(0, events), "apps": ledger.rng.getrandbits(16)}
        ledger.add("daily_activity", client_id=client, day=day, actor_id=actor, **counts)
