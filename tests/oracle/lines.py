"""One line of the import format, read strictly into a plain record."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pycountry

from tests.oracle.records import (
    Access,
    Activity,
    Certification,
    Client,
    Credential,
    Employee,
    Fact,
    Measure,
    Mrr,
    MrrReport,
    Partner,
    Sale,
    address,
    domain_key,
)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)


class BadLine(Exception):
    """A line that says something the import format does not allow."""

    def __init__(self, field: str | None, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


_FIELDS = {
    "partner": "id name domains country joined_on",
    "certification": "partner valid_from valid_until",
    "employee": "id partner email left_on name",
    "credential": "employee name valid_from valid_until",
    "client": "id name registered_on country sold_by sold_on",
    "sale": "id partner client line kind sold_on ended_on",
    "access": "client employee granted_on revoked_on",
    "measure": "partner client name on value currency",
    "mrr": "period revision client amount currency line",
    "mrr_report": "period revision ran_on lines total",
    "activity": "id client actor kind app at",
}


class _Line:
    def __init__(self, record: Mapping[str, object]) -> None:
        self.record = record

    def text(self, field: str) -> str:
        value = self.record.get(field)
        if not isinstance(value, str) or not value:
            raise BadLine(field, "must be a text that is not empty")
        return value

    def maybe_text(self, field: str) -> str | None:
        return None if self.record.get(field) is None else self.text(field)

    def day(self, field: str) -> date:
        text = self.text(field)
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise BadLine(field, "must be a day, YYYY-MM-DD") from None

    def maybe_day(self, field: str) -> date | None:
        return None if self.record.get(field) is None else self.day(field)

    def month(self, field: str) -> date:
        text = self.text(field)
        try:
            if not re.fullmatch(r"\d{4}-\d\d", text):
                raise ValueError
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            raise BadLine(field, "must be a month, YYYY-MM") from None

    def revision(self) -> int:
        value = self.record.get("revision")
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadLine("revision", "must be a whole number, at least 1")
        return value

    def lines(self) -> int | None:
        value = self.record.get("lines")
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise BadLine("lines", "must be a whole number, at least 0")
        return value

    def amount(self, field: str) -> Decimal:
        text = self.text(field)
        if not re.fullmatch(r"\d+(\.\d{1,2})?", text):
            raise BadLine(field, "must be a decimal text, at least 0, with at most 2 decimals")
        return Decimal(text).quantize(Decimal("0.01"))

    def number(self, field: str) -> Decimal:
        text = self.text(field)
        if not re.fullmatch(r"-?\d+(\.\d{1,6})?", text):
            raise BadLine(field, "must be a decimal text with at most 6 decimals")
        return Decimal(text)

    def email(self, field: str) -> str:
        text = self.text(field)
        if address(text) is None:
            raise BadLine(field, "must be an e-mail address")
        return text

    def country(self) -> str | None:
        code = self.maybe_text("country")
        if code is not None and code not in _COUNTRIES:
            raise BadLine("country", "must be an ISO 3166-1 alpha-2 code")
        return code

    def moment(self, field: str) -> datetime:
        text = self.text(field)
        try:
            if not _MOMENT.fullmatch(text):
                raise ValueError
            return datetime.fromisoformat(text)
        except ValueError:
            raise BadLine(field, "must be an RFC 3339 moment with an offset") from None

    def domains(self) -> tuple[str, ...]:
        value = self.record.get("domains")
        if not isinstance(value, list) or not all(isinstance(one, str) and domain_key(one) for one in value):
            raise BadLine("domains", "must be a list of domains")
        return tuple(value)


def revisions_missed(record: object) -> tuple[date | None, int | None] | None:
    """The period and revision whose report may lack the bad line, None for what cannot be read; None: it lacks none."""
    if not isinstance(record, Mapping):
        return None, None
    kind = record.get("type")
    if isinstance(kind, str) and kind in _FIELDS and kind != "mrr":
        return None
    line = _Line(record)
    period: date | None = None
    revision: int | None = None
    with suppress(BadLine):
        period = line.month("period")
    misspelt = record.get("revision") is None and set(record) - {"type", *_FIELDS["mrr"].split()}
    with suppress(BadLine):
        revision = None if misspelt else line.revision()
    return period, revision


def read_line(record: object) -> Fact:  # noqa: C901, PLR0911, PLR0912 (one branch per type reads best flat)
    """The fact a line states; raises `BadLine` where it states none."""
    if not isinstance(record, Mapping):
        raise BadLine(None, "must be an object")
    kind = record.get("type")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise BadLine("type", "must be one of the import format's types")
    for field in record:
        if field not in ("type", *_FIELDS[kind].split()):
            raise BadLine(str(field), "is not a field of this type")
    line = _Line(record)
    match kind:
        case "partner":
            return Partner(line.text("id"), line.text("name"), line.domains(), line.country(), line.day("joined_on"))
        case "certification":
            certification = Certification(line.text("partner"), line.day("valid_from"), line.day("valid_until"))
            if certification.valid_until < certification.valid_from:
                raise BadLine("valid_until", "must not be before valid_from")
            return certification
        case "employee":
            # What a field's value may not be at all is told before what a text may not say.
            partner, _ = line.text("partner"), line.text("email")
            external_id, left_on, name = line.text("id"), line.maybe_day("left_on"), line.maybe_text("name")
            return Employee(external_id, partner, line.email("email"), left_on, name)
        case "credential":
            credential = Credential(
                line.text("employee"), line.text("name"), line.day("valid_from"), line.maybe_day("valid_until")
            )
            if credential.valid_until is not None and credential.valid_until < credential.valid_from:
                raise BadLine("valid_until", "must not be before valid_from")
            return credential
        case "sale":
            return _read_sale(line)
        case "measure":
            return _read_measure(line)
        case "client":
            client = Client(
                line.text("id"),
                line.text("name"),
                line.day("registered_on"),
                line.country(),
                line.maybe_text("sold_by"),
                line.maybe_day("sold_on"),
            )
            if (client.sold_by is None) != (client.sold_on is None):
                raise BadLine("sold_by" if client.sold_by is None else "sold_on", "both or neither")
            return client
        case "access":
            access = Access(
                line.text("client"), line.text("employee"), line.day("granted_on"), line.maybe_day("revoked_on")
            )
            if access.revoked_on is not None and access.revoked_on <= access.granted_on:
                raise BadLine("revoked_on", "must be after granted_on")
            return access
        case "mrr":
            currency = line.maybe_text("currency") or "USD"
            if currency != "USD":
                raise BadLine("currency", "must be USD")
            return Mrr(
                line.month("period"),
                line.revision(),
                line.text("client"),
                line.amount("amount"),
                currency,
                line.maybe_text("line"),
            )
        case "mrr_report":
            total = None if record.get("total") is None else line.amount("total")
            return MrrReport(line.month("period"), line.revision(), line.day("ran_on"), line.lines(), total)
    activity = Activity(
        line.text("id"),
        line.text("client"),
        line.email("actor"),
        line.text("kind"),
        line.maybe_text("app"),
        line.moment("at"),
    )
    if activity.kind not in ("LOGIN", "USE"):
        raise BadLine("kind", "must be LOGIN or USE")
    if (activity.kind == "USE") != (activity.app is not None):
        raise BadLine("app", "is required for USE, and null for LOGIN")
    return activity


def _read_sale(line: _Line) -> Sale:
    sale = Sale(
        line.text("id"),
        line.text("partner"),
        line.text("client"),
        line.text("line"),
        line.text("kind"),
        line.day("sold_on"),
        line.maybe_day("ended_on"),
    )
    if sale.kind not in ("SOURCED", "ASSISTED"):
        raise BadLine("kind", "must be SOURCED or ASSISTED")
    if sale.ended_on is not None and sale.ended_on <= sale.sold_on:
        raise BadLine("ended_on", "must be after sold_on")
    return sale


def _read_measure(line: _Line) -> Measure:
    partner, client, currency = (line.maybe_text(field) for field in ("partner", "client", "currency"))
    measure = Measure(partner, client, line.text("name"), line.day("on"), line.number("value"), currency)
    if (partner is None) == (client is None):
        raise BadLine("partner" if partner is None else "client", "exactly one of the two")
    if currency not in (None, "USD"):
        raise BadLine("currency", "must be USD")
    if currency is not None and measure.value != round(measure.value, 2):
        raise BadLine("value", "money has at most 2 decimals")
    return measure
