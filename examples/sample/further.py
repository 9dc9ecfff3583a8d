"""Lines of the import format for what the vendor counts besides, what people have learnt, and which line was sold.

The editions of the sample's days look at none of it: it is for those that follow (docs/editions.md). Nobody's tier is
another one for it, as a client's MRR is whole here, and a line's sale is one of the client's own seller on its own day.
"""

from collections.abc import Iterable, Iterator
from random import Random

from examples.sample.moments import Calendar, DaysBack, InMonth, Moment, days_since
from examples.sample.plans import Client, Partner
from examples.sample.records import line_of

_CREDENTIALS = ("inbound", "content-marketing", "email-marketing", "sales-enablement")
_LINES = ("MARKETING", "MARKETING", "MARKETING", "SALES", "SERVICE")
_TERM = 24  # months that a credential is good for, more or less
_QUARTERS = 5
_SEATED = 3  # of so many clients one says how many people use it
_RECENT = 24  # months back of the oldest sales that say their line


def further_lines(
    partners: Iterable[Partner], clients: Iterable[Client], calendar: Calendar, rng: Random
) -> Iterator[str]:
    """Credentials of employees, measures of partners and clients, and sales of product lines."""
    for partner in partners:
        yield from _credentials(partner, calendar, rng)
        yield from _scores(partner, calendar, rng)
    for client in clients:
        yield from _seats(client, calendar, rng)
        yield from _sale(client, calendar, rng)


def _credentials(partner: Partner, calendar: Calendar, rng: Random) -> Iterator[str]:
    """Two years or so each, some of them over: of people whose partner is, or was, certified itself."""
    for employee in partner.insiders if partner.certificates else ():
        for name in sorted(rng.sample(_CREDENTIALS, rng.randint(0, 3))):
            months = rng.randint(1, 40)
            day = rng.randint(1, 28)
            more = months - _TERM
            until: Moment = InMonth(more, day) if more > 0 else DaysBack(30 * more - day)
            yield line_of(
                type="credential",
                employee=employee.id,
                name=name,
                valid_from=calendar.day(InMonth(months, day)).isoformat(),
                valid_until=calendar.day(until).isoformat(),
            )


def _scores(partner: Partner, calendar: Calendar, rng: Random) -> Iterator[str]:
    """What the vendor scores each quarter, of partners that were there by then."""
    score = rng.randint(40, 90)
    for quarter in reversed(range(_QUARTERS)):
        on = InMonth(3 * quarter, 28)
        score = min(99, score + rng.randint(-6, 7))
        retention = rng.randint(70, 110)
        if days_since(partner.joined) > days_since(on):
            scores = {"retention_score": f"0.{score}", "customer_dollar_retention": f"{retention / 100:.2f}"}
            scores["team_certifications"] = str(_QUARTERS - quarter + len(partner.insiders))
            for name, value in scores.items():
                yield _measure(calendar, on, partner=partner.id, name=name, value=value)


def _seats(client: Client, calendar: Calendar, rng: Random) -> Iterator[str]:
    on = InMonth(0, 28)
    seats = rng.randint(1, 40)
    has_begun = days_since(client.registered) > days_since(on)
    if rng.randrange(_SEATED) == 0 and client.mrr.now is not None and has_begun:
        yield _measure(calendar, on, client=client.id, name="seats", value=str(seats))


def _sale(client: Client, calendar: Calendar, rng: Random) -> Iterator[str]:
    line, is_told = rng.choice(_LINES), rng.randrange(3) > 0
    is_assisted = rng.randrange(5) == 0
    if client.sold is None or not is_told or days_since(client.sold) > 30 * _RECENT:
        return
    has_ended = days_since(client.sold) > client.mrr.ended > 0
    yield line_of(
        type="sale",
        id=f"S-{client.id}",
        partner=client.sold_by,
        client=client.id,
        line=line,
        kind="ASSISTED" if is_assisted else "SOURCED",
        sold_on=calendar.day(client.sold).isoformat(),
        ended_on=calendar.day(DaysBack(client.mrr.ended)).isoformat() if has_ended else None,
    )


def _measure(
    calendar: Calendar, on: Moment, *, partner: str | None = None, client: str | None = None, name: str, value: str
) -> str:
    day = calendar.day(on).isoformat()
    return line_of(type="measure", partner=partner, client=client, name=name, on=day, value=value, currency=None)
