"""From rows to the facts that the rules take: SQL gathers, `tiers` decides.

One statement gathers for everybody: a run makes a table of its rows, so that any worker can read a chunk of them, and
whoever only looks reads them as they come (`engine/answers.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

import asyncpg

from engine.carried import read_carried
from engine.further import OfClient, OfPartner, minor_units, read_of_client, read_of_partner
from engine.gather_sql import gather_statement, gather_values
from engine.invalidation import Scope
from tiers.basis import Basis
from tiers.credits import CarriedCredits
from tiers.editions.currencies import minor_unit
from tiers.editions.ways import Managed, SaleKind
from tiers.evidence import DECIMALS
from tiers.facts import Access, Certification, ClientFacts, MrrLine, PartnerFacts, Sale
from tiers.management import qualifies_as_manager
from tiers.needs import even_ways

Managers = Mapping[str, Mapping[int, Sequence[str]]]
"""Who manages each client, by external id, in ascending order: for each way in which they share it."""

_new = tuple.__new__  # makes named tuples as calling their classes does, twice as fast

# In this order they are taken apart, as by name it takes twice as long; engine/sql/gather.sql gives them.
_COLUMNS = (
    "partner", "partner_external_id", "certified_from", "certified_until",
    "client", "registered_on", "sold_on", "reported", "apps", "usage_until",
    "employee", "granted_on", "ends_on", "domain_matches", "last_login_on", "last_use_on", "more",
)  # fmt: skip

_NOTHING_OF_CLIENT, _NOTHING_OF_PARTNER = OfClient(), OfPartner()
_NOTHING_CARRIED: Mapping[int, Sequence[CarriedCredits]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Gathered:
    """One partner: its row, its external id and its facts; what its other clients add, if it has others.

    `usage_until` is, per client, a day up to which the apps in use stay the same, None when there are none.
    """

    id: int
    external_id: str
    facts: PartnerFacts
    usage_until: Mapping[int, date | None]
    carried: Sequence[CarriedCredits] = ()


@dataclass(frozen=True, slots=True)
class GatheredPart:
    """Some partners, by id, with all that is needed to assess them: nothing of it refers to the database any more.

    `managers` says who manages their clients, in the ways in which the edition divides their MRR among those.
    """

    basis: Basis
    partners: Sequence[Gathered]
    managers: Managers


async def gather(connection: asyncpg.Connection, run: int, scope: Scope, basis: Basis) -> None:
    """Makes the run's table of everything that the rules need, in one statement and so of one moment."""
    text = gather_statement(basis, "daily_activity", scope.of_touched(run), scope.touched_partners(run))
    await connection.execute(f"CREATE UNLOGGED TABLE gathered_{run} AS\n{text}", *gather_values(basis))


async def read_partners(
    connection: asyncpg.Connection, run: int, scope: Scope, basis: Basis, first: int, last: int
) -> GatheredPart:
    """The gathered partners of a run whose ids lie between the two, both included, by id."""
    carried = _NOTHING_CARRIED
    if scope.base_day is not None:
        carried = await read_carried(connection, run, basis, first, last)
    rows = await connection.fetch(
        f"SELECT * FROM gathered_{run} WHERE partner BETWEEN $1 AND $2 ORDER BY partner, client, employee, granted_on",
        first, last,
    )  # fmt: skip
    partners = list(partners_of(basis, rows, carried))
    if not even_ways(basis.edition):
        return GatheredPart(basis, partners, {})
    shared = await connection.fetch(
        f"SELECT * FROM gathered_{run} WHERE client = ANY ($1::bigint[])"
        " ORDER BY partner, client, employee, granted_on",
        clients_of(partners),
    )  # fmt: skip
    return GatheredPart(basis, partners, managers_of(basis, shared))


def clients_of(partners: Iterable[Gathered]) -> list[int]:
    """The clients of all of them, each once."""
    return list({client.client for partner in partners for client in partner.facts.clients})


def managers_of(basis: Basis, rows: Iterable[asyncpg.Record]) -> Managers:
    """Who manages each of the clients that the gathered rows are of; they have to hold all partners of each client."""
    shared = even_ways(basis.edition)
    ways = [(here, here.way) for here in basis.ways if isinstance(here.way, Managed) and here.way.key in shared]
    managers: dict[str, defaultdict[int, list[str]]] = {way.key: defaultdict(list) for _, way in ways}
    for partner in partners_of(basis, rows):
        for client in partner.facts.clients:
            for here, way in ways:
                if qualifies_as_manager(basis.as_of, here, way, client):
                    managers[way.key][client.client].append(partner.external_id)
    return {way: {client: sorted(names) for client, names in named.items()} for way, named in managers.items()}


def partners_of(
    basis: Basis, rows: Iterable[asyncpg.Record], carried: Mapping[int, Sequence[CarriedCredits]] = _NOTHING_CARRIED
) -> Iterator[Gathered]:
    """The partners that gathered rows are of, which come by partner, client, employee and day of access."""
    for number, (partner, group) in enumerate(groupby(rows, itemgetter("partner"))):
        own = list(group)
        assert number or tuple(own[0].keys()) == _COLUMNS, "the statement gives other columns"
        from_, until = own[0]["certified_from"], own[0]["certified_until"]
        certifications = () if from_ is None else (Certification(from_, until),)
        name, last = own[0]["partner_external_id"], own[-1]
        further = last["more"] if last["client"] is None else None
        more = _NOTHING_OF_PARTNER if further is None else read_of_partner(further)
        clients, usage_until = _clients(own, name, basis)
        yield Gathered(
            partner,
            name,
            PartnerFacts(more.country, certifications, clients, tuple(more.people()), tuple(more.measures())),
            usage_until,
            carried.get(partner, ()),
        )


def _clients(
    rows: Sequence[asyncpg.Record], partner: str, basis: Basis
) -> tuple[list[ClientFacts], dict[int, date | None]]:
    """The clients of one partner's rows, one row for each access, and until when the apps of each stay the same.

    `partner` is its external id."""
    currency = basis.edition.currency
    further_windows = max((usage.place for usage in basis.usages.values()), default=0)
    mostly_plain = minor_unit(currency) == DECIMALS and not further_windows
    clients: list[ClientFacts] = []
    usage_until: dict[int, date | None] = {}
    accesses: list[Access] = []
    last = len(rows) - 1
    for index, row in enumerate(rows):
        (_, _, _, _, client, registered_on, sold_on, reported, apps, until,
         employee, granted_on, ends_on, domain_matches, last_login_on, last_use_on, more) = row  # fmt: skip
        if client is None:
            break
        if employee is not None:
            accesses.append(_new(Access, (employee, granted_on, ends_on, domain_matches, last_login_on, last_use_on)))
        if index == last or rows[index + 1]["client"] != client:
            if more is None and mostly_plain:
                lines = () if reported is None else (_new(MrrLine, (None, reported, currency)),)
                sales = () if sold_on is None else _sales(sold_on)
                own = tuple(accesses)
                facts = _new(ClientFacts, (client, None, registered_on, sales, lines, own, (apps,), (), False))
            else:
                further = _NOTHING_OF_CLIENT if more is None else read_of_client(more)
                facts = _with_more(row, partner, currency, further, further_windows)._replace(accesses=tuple(accesses))
            clients.append(facts)
            usage_until[client] = until
            accesses = []
    return clients, usage_until


def _with_more(row: asyncpg.Record, partner: str, currency: str, more: OfClient, further_windows: int) -> ClientFacts:
    """A client of whom there is more than most clients have, without its accesses."""
    sold_on, reported = row["sold_on"], row["reported"]
    whole = more.currency or currency
    return ClientFacts(
        row["client"],
        more.country,
        row["registered_on"],
        (*(() if sold_on is None else _sales(sold_on)), *more.sales(partner)),
        (*(() if reported is None else (MrrLine(None, minor_units(reported, whole), whole),)), *more.lines()),
        (),
        (row["apps"], *(more.further_apps or (0,) * further_windows)),
        tuple(more.measures()),
    )


@lru_cache(maxsize=4096)  # many clients are sold on one day
def _sales(sold_on: date) -> tuple[Sale, ...]:
    """The one sale, of everything, that a client is known to have been sold by."""
    return (Sale(None, SaleKind.SOURCED, sold_on, None, own=True),)
