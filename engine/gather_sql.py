"""The statement that gathers what an edition needs to know, and its values: what it does not need is not read."""

from datetime import date

from models.statements import statement
from tiers.basis import Basis
from tiers.editions.metrics.facts import MeasureOf
from tiers.editions.ways import Managed
from tiers.measures import measures_since
from tiers.needs import even_ways, needs_of
from tiers.periods import days_after

PARAMETERS = 18  # of the statement, before those that narrow it down


def gather_statement(basis: Basis, activity: str, of_clients: str, of_partners: str) -> str:
    """The statement that gathers, for `gather_values`: what it reads as daily activity, and what narrows it down."""
    windows = range(1, len(_windows(basis)) + 1)
    of_events = [
        statement("engine/usage_of_events").format(i=i, start=f"($5::date[])[{i}]", bits=f"($6::bigint[])[{i}]")
        for i in windows
    ]
    until = [statement("engine/usage_until").format(i=i) for i in windows]
    further = [f"coalesce(bit_or(apps_{i}), 0)" for i in windows[1:]]
    more = f"ARRAY[{', '.join(further)}]" if further else "NULL::bigint[]"
    of_client = f"bit_or(apps_1) AS apps, least({', '.join(until)}) AS usage_until, {more} AS further_apps"
    return statement("engine/gather").format(
        activity=activity,
        of_events="".join(f",\n{one}" for one in of_events),
        of_client=of_client,
        of_clients=of_clients,
        of_partners=of_partners,
        once="MATERIALIZED" if of_clients else "",
    )


def gather_values(basis: Basis) -> tuple[object, ...]:
    """The values of its first PARAMETERS parameters."""
    edition, as_of, report = basis.edition, basis.as_of, basis.report
    needs = needs_of(edition)
    never = days_after(as_of, 1)
    managed = [here.start for here in basis.ways if isinstance(here.way, Managed)]
    windows = _windows(basis)
    partners, clients = (measures_since(edition, as_of, of) for of in (MeasureOf.PARTNER, MeasureOf.CLIENTS))
    return (
        as_of,
        min(managed, default=never),
        min(start for start, _ in windows),
        needs.logins,
        [start for start, _ in windows],
        [bits for _, bits in windows],
        None if report is None else report.period,
        None if report is None else report.revision,
        needs.certifications,
        needs.clients,
        needs.partner_country,
        needs.client_country,
        edition.currency,
        sorted(needs.credentials),
        list(partners),
        list(partners.values()),
        list(clients),
        list(clients.values()),
    )


def gather_alike(one: Basis, other: Basis) -> bool:
    """Whether the same rows are gathered for both, who manages clients aside."""
    return gather_values(one) == gather_values(other) and _text(one) == _text(other)


def gather_together(earlier: Basis, later: Basis, last_activity: date) -> bool:
    """Whether the rows of the later day have all that is known of the earlier one, after which there is no activity.

    The rules leave out of it what comes after a day: accesses, sales and clients; but not certifications. Credentials,
    measures and who manages clients are gathered as of one day.
    """
    needs = needs_of(later.edition)
    of_one_day = needs.credentials or needs.partner_measures or needs.client_measures or even_ways(later.edition)
    if of_one_day or not last_activity <= earlier.as_of <= later.as_of or even_ways(earlier.edition):
        return False
    return gather_values(earlier)[1:] == gather_values(later)[1:] and _text(earlier) == _text(later)


def _text(basis: Basis) -> str:
    return gather_statement(basis, "", "", "")


def _windows(basis: Basis) -> list[tuple[date, int]]:
    """The first day of each usage window, shortest first, and the bits of all apps that some metric counts in it.

    Where there is none, one that begins after the day.
    """
    windows: dict[int, tuple[date, int]] = {}
    for usage in basis.usages.values():
        _, bits = windows.get(usage.place, (usage.start, 0))
        windows[usage.place] = (usage.start, bits | usage.apps)
    return [windows[place] for place in sorted(windows)] or [(days_after(basis.as_of, 1), 0)]
