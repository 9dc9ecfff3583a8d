from typing import Annotated

from msgspec.structs import astuple

from intake.certifications import Period, find_overlaps
from intake.fields import Day, Doc, Id
from intake.record_type import Kind, Load, Record, RecordType, Reference, Row
from intake.rejections import BadLine, Rejection
from intake.steps import merge_last, reject_staged, reject_unknown
from intake.terms import Terms
from intake.types.partner import PARTNER
from models.statements import statement


class Certification(Record, tag="certification"):
    partner: Annotated[Id, Doc("The partner's external id.")]
    valid_from: Annotated[Day, Doc("The first day; with the partner it identifies the record.")]
    valid_until: Annotated[Day, Doc("The last day.")]


def _row(record: Certification, _: Terms) -> Row:
    if record.valid_until < record.valid_from:
        raise BadLine("valid_until", f"{record.valid_until} is before valid_from, {record.valid_from}")
    return astuple(record)


async def _judge(kind: Kind, load: Load) -> None:
    """Leaves one line of each certification, and none that overlaps.

    Judges partner by partner, so that no more than one's certifications are in memory."""
    await reject_unknown(kind, load)
    await load.connection.execute(statement("intake/supersede_certifications"))
    partner, periods = None, list[Period]()
    async for row in load.connection.cursor(statement("intake/overlapping_certifications"), prefetch=1000):
        if row["partner_id"] != partner:
            await _reject_overlaps(kind, load, periods)
            partner, periods = row["partner_id"], []
        periods.append(Period(row["valid_from"], row["existing_until"], row["staged_until"], row["number"]))
    await _reject_overlaps(kind, load, periods)


async def _reject_overlaps(kind: Kind, load: Load, periods: list[Period]) -> None:
    overlaps = find_overlaps(periods)
    if overlaps:
        exact = "overlaps the certification from {} until {}"
        reason = "overlaps another certification of the partner" if load.terms.discreet else exact
        bad = [Rejection(one.number, "valid_from", reason.format(one.valid_from, one.valid_until)) for one in overlaps]
        await reject_staged(kind, load, bad)


async def _merge(kind: Kind, load: Load) -> int:
    shortened: int = await load.connection.fetchval(statement("intake/shorten_certifications"))
    return shortened + await merge_last(kind, load)


CERTIFICATION = RecordType(
    record=Certification,
    title="A certified period.",
    description="A period in which a partner is certified. Periods of one partner must not overlap.",
    key=("partner", "valid_from"),
    table="certification",
    row=_row,
    references=(Reference("partner", PARTNER),),
    marks="INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written",
    judge=_judge,
    merge=_merge,
)
