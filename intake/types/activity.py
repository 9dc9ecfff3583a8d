from typing import Annotated, Literal

import asyncpg

from intake.fields import Doc, Email, Id, Moment, Takes
from intake.record_type import Kind, Load, Record, RecordType, Reference, Row
from intake.rejections import BadLine
from intake.steps import reject_unknown
from intake.terms import Terms
from intake.types.client import CLIENT
from intake.values import read_address, read_moment
from models.activity import ActivityKind
from models.months import prepare_months
from models.statements import statement

_Kind = Annotated[Literal["LOGIN", "USE"], Takes("LOGIN or USE", value=ActivityKind)]


class Activity(Record, tag="activity"):
    id: Annotated[
        Id, Doc("The caller's id. An event whose id was seen before is skipped; with other content it is warned of.")
    ]
    client: Annotated[Id, Doc("The client's external id.")]
    actor: Annotated[Email, Doc("The e-mail address of who did it: an employee of a partner, or anyone.")]
    kind: Annotated[_Kind, Doc("LOGIN or USE.")]
    at: Annotated[Moment, Doc("When: RFC 3339, with offset.")]
    app: Annotated[
        Id | None, Doc("The app's key, for USE only. An app that no edition knows is kept and not counted.")
    ] = None


def _row(record: Activity, terms: Terms) -> Row:
    address = read_address("actor", record.actor)
    if (record.kind == "USE") != (record.app is not None):
        raise BadLine("app", "missing: USE needs one" if record.app is None else "must be null for LOGIN")
    at, day = read_moment(record.at, terms.zone)
    return (record.id, record.client, address, record.kind, at, record.app, day)


async def _prepare(_: Kind, load: Load) -> None:
    await prepare_months(load.connection)


async def _judge(kind: Kind, load: Load) -> None:
    await load.connection.execute(statement("intake/reject_out_of_time"))
    await reject_unknown(kind, load)


async def _merge(_: Kind, load: Load) -> int:
    await _pass_over_known(load)
    return await _add_events(load)


async def _pass_over_known(load: Load) -> None:
    """Leaves one line of each event that is not known yet."""
    days = await load.connection.fetchrow("SELECT min(day) AS first, max(day) AS last FROM intake_activity")
    assert days is not None
    known = statement("intake/known_events")
    await load.connection.execute(known, days["first"], days["last"], load.terms.discreet)
    await load.connection.execute(statement("intake/first_of_each_id"))


async def _add_events(load: Load) -> int:
    """All loads do it in one order, so that they wait for each other and never in a circle."""
    text = statement("intake/merge_activity")
    added: int
    try:
        # To look for conflicts at every single row would take twice as long, and there are hardly ever any.
        async with load.connection.transaction():
            added = await load.connection.fetchval(text.format(if_both=""))
    except asyncpg.UniqueViolationError:
        added = await load.connection.fetchval(text.format(if_both="ON CONFLICT (external_id) DO NOTHING"))
    return added


ACTIVITY = RecordType(
    record=Activity,
    title="Something that somebody did.",
    description="Something that somebody did in a client's account.",
    key=("id",),
    table="activity_event",
    row=_row,
    derived={"day": "date"},
    references=(Reference("client", CLIENT),),
    address="actor",
    takes_turns=False,
    prepare=_prepare,
    judge=_judge,
    merge=_merge,
)
