from typing import Annotated

from msgspec.structs import astuple

from intake.fields import Amount, Currency, Doc, Id
from intake.record_type import Kind, Load, Record, RecordType, Reference, Row
from intake.steps import reject_unknown
from intake.terms import Terms
from intake.types.client import CLIENT
from models.statements import statement


class ClientMrr(Record, tag="client_mrr"):
    client: Annotated[Id, Doc("The client's external id.")]
    amount: Annotated[Amount, Doc("At least 0, with at most 2 decimals.")]
    currency: Annotated[
        Currency | None, Doc("ISO 4217; one that counts on the day. The program's if it is left out.")
    ] = None
    line: Annotated[Id | None, Doc("The product line that it is for; null for all together.")] = None


def _row(record: ClientMrr, _: Terms) -> Row:
    return astuple(record)


async def _judge(kind: Kind, load: Load) -> None:
    await reject_unknown(kind, load)
    await load.connection.execute(statement("intake/reject_mixed_client_mrr"))


async def _merge(kind: Kind, load: Load) -> int:
    """Leaves the last line of each key in its staging table, where whoever supposes it reads it."""
    await load.connection.execute(statement("intake/supersede").format(staging=kind.staging, key=", ".join(kind.key)))
    taken: int = await load.connection.fetchval(f"SELECT count(*) FROM {kind.staging}")
    return taken


CLIENT_MRR = RecordType(
    record=ClientMrr,
    title="What a client counts with.",
    description="What a client counts with on the days that are looked at, whatever reports say and whether one does."
    " A client has either one line without {line}, or lines with one.",
    key=("client", "line"),
    table="",  # it is supposed, and never loaded
    row=_row,
    references=(Reference("client", CLIENT),),
    takes_turns=False,
    judge=_judge,
    merge=_merge,
)
