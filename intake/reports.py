"""Which MRR reports can be published: what they say of themselves is so, and little is lost with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.rejections import Rejection
from intake.succession import Key, Succession, key_of
from tiers.periods import format_month
from tiers.reports import Report


@dataclass(frozen=True, slots=True)
class Content:
    """What a report's lines come to: how many there are, of how many clients, and their sum in each currency."""

    lines: int
    clients: int
    totals: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Staged:
    """A report as its line has it: the line's number, the report, and the lines and the total that it should have.

    None: it does not say."""

    number: int
    report: Report
    lines: int | None = None
    total: Decimal | None = None


NOTHING = Content(0, 0, {})

REMEDY = (
    "load the lines that are missing, and this one again; or, if it is right, confirm it (tierline import"
    " --confirm-reports, or confirmReports of importFacts)"
)


def find_contradictions(
    staged: Iterable[Staged], contents: Mapping[Key, Content], *, discreet: bool = False
) -> list[Rejection]:
    """The reports that should have another number of lines, or another total, than they have.

    What they have is kept from the `discreet`."""
    found: list[Rejection] = []
    for one in staged:
        content = contents.get(key_of(one.report), NOTHING)
        if one.lines is not None and one.lines != content.lines:
            has = "has another number of lines" if discreet else f"has {_count(content.lines, 'line')}"
            reason = f"{name_report(one.report)} {has}, and should have {one.lines}: load all of them"
            found.append(Rejection(one.number, "lines", reason))
        elif one.total is not None and len(content.totals) > 1:
            currencies = "several currencies" if discreet else " and ".join(sorted(content.totals))
            reason = f"{name_report(one.report)} has lines in {currencies}, which have no common total: leave it out"
            found.append(Rejection(one.number, "total", reason))
        elif one.total is not None and one.total != sum(content.totals.values()):
            total = " ".join([_money(amount, currency) for currency, amount in content.totals.items()] or ["0.00"])
            comes = "comes to something else" if discreet else f"comes to {total}"
            reason = f"{name_report(one.report)} {comes}, and should come to {one.total}: load all of its lines"
            found.append(Rejection(one.number, "total", reason))
    return found


def find_losses(
    staged: Sequence[Staged],
    published: Sequence[Report],
    contents: Mapping[Key, Content],
    *,
    confirmed: bool,
    discreet: bool = False,
) -> list[Rejection]:
    """The reports that have less than half of the clients, or of the MRR, of a report that they put out of force.

    They are judged in the order of their periods and revisions, beside those that are published and those of the load
    that can be: also these ones, where they are `confirmed`. Of each there is one. How much there is, and was, is
    kept from the `discreet`."""
    new = {key_of(one.report): one.number for one in staged}
    succession = Succession()
    found: list[Rejection] = []
    for report in sorted([*published, *(one.report for one in staged)], key=key_of):
        number = new.get(key_of(report))
        loss = None if number is None else _find_first_loss(report, succession.displaced_by(report), contents)
        if number is not None and loss is not None:
            found.append(Rejection(number, None, f"{loss.describe(discreet=discreet)}: {REMEDY}", confirmable=True))
        if confirmed or loss is None:
            succession.add(report)
    return found


@dataclass(frozen=True, slots=True)
class _Loss:
    """What a report has less than half of: `now` and `then` tell how much there is, and was, of `what`."""

    report: Report
    former: Report
    what: str
    now: str
    then: str

    def describe(self, *, discreet: bool) -> str:
        if discreet:
            return f"{name_report(self.report)} has less than half of the {self.what} of {name_report(self.former)}"
        return f"{name_report(self.report)} {self.now}, less than half of the {self.then} of {name_report(self.former)}"


def _find_first_loss(report: Report, displaced: Iterable[Report], contents: Mapping[Key, Content]) -> _Loss | None:
    losses = (_find_loss(report, former, contents) for former in displaced)
    return next((loss for loss in losses if loss is not None), None)


def _find_loss(report: Report, former: Report, contents: Mapping[Key, Content]) -> _Loss | None:
    now, then = (contents.get(key_of(one), NOTHING) for one in (report, former))
    if 2 * now.clients < then.clients:
        return _Loss(report, former, "clients", f"has {_count(now.clients, 'client')}", str(then.clients))
    for currency, total in sorted(then.totals.items()):
        left = now.totals.get(currency, Decimal(0))
        if 2 * left < total:
            return _Loss(report, former, "MRR", f"comes to {_money(left, currency)}", _money(total, currency))
    return None


def name_report(report: Report) -> str:
    """What people call it."""
    return f"revision {report.revision} of {format_month(report.period)}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount:.2f} {currency}"
