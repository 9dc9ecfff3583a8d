"""Lines of the import format for everything in the sample but activity."""

import json
from collections.abc import Iterable, Iterator

from examples.sample.moments import CORRECTED_REPORT, REPORTS, UNLIKE_REPORT, Calendar
from examples.sample.plans import Client, Partner

_IN_CENTS = 12  # one of so many clients without a partner has cents for dollars in the report that is unlike others
_CORRECTED_CLIENTS = 20  # one of so many clients had a wrong amount in the report that was corrected


def partner_lines(partners: Iterable[Partner], calendar: Calendar) -> Iterator[str]:
    """Partners with their certifications and employees."""
    for partner in partners:
        yield line_of(
            type="partner",
            id=partner.id,
            name=partner.name,
            domains=partner.domains,
            country=partner.country,
            joined_on=calendar.day(partner.joined).isoformat(),
        )
        for certificate in partner.certificates:
            yield line_of(
                type="certification",
                partner=partner.id,
                valid_from=calendar.day(certificate.valid_from).isoformat(),
                valid_until=calendar.day(certificate.valid_until).isoformat(),
            )
        for employee in partner.insiders + partner.outsiders:
            yield line_of(type="employee", id=employee.id, partner=partner.id, email=employee.email, name=employee.name)


def client_lines(clients: Iterable[Client], calendar: Calendar) -> Iterator[str]:
    """Clients with the accesses to their accounts."""
    for client in clients:
        yield line_of(
            type="client",
            id=client.id,
            name=client.name,
            registered_on=calendar.day(client.registered).isoformat(),
            country=client.country,
            sold_by=client.sold_by,
            sold_on=None if client.sold is None else calendar.day(client.sold).isoformat(),
        )
        for access in client.accesses:
            yield line_of(
                type="access",
                client=client.id,
                employee=access.employee,
                granted_on=calendar.day(access.granted).isoformat(),
                revoked_on=None if access.revoked is None else calendar.day(access.revoked).isoformat(),
            )


def report_lines(clients: Iterable[Client], calendar: Calendar) -> Iterator[str]:
    """MRR reports, oldest first, each after its lines; one of them ran again with some amounts corrected.

    The one in force has far more MRR than the others, of clients by which nobody's tier is decided."""
    clients = tuple(clients)
    for report in reversed(range(REPORTS)):
        for revision in (1, 2) if report == CORRECTED_REPORT else (1,):
            period = calendar.period(report)
            was_wrong = report == CORRECTED_REPORT and revision == 1
            head = f'{{"type":"mrr","period":"{period}","revision":{revision},"client":"'
            for place, client in enumerate(clients):
                amount = client.mrr.in_report(report)
                if amount is not None:
                    cents = amount // 2 if was_wrong and place % _CORRECTED_CLIENTS == 0 else amount
                    if report == UNLIKE_REPORT and place % _IN_CENTS == 0 and client.is_direct:
                        cents = 100 * amount
                    dollars, rest = divmod(cents, 100)
                    yield f'{head}{client.id}","amount":"{dollars}.{rest:02d}","currency":"USD"}}'
            ran_on = calendar.ran_on(report, revision).isoformat()
            yield line_of(type="mrr_report", period=period, revision=revision, ran_on=ran_on)


def line_of(**fields: object) -> str:
    """A line of the format; `type` comes first."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
