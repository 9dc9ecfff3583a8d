"""A type of records is one declaration: its lines are read, judged, merged, asked for and explained by it alone."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Any

import pytest
import strawberry

from api.mutations.facts import input_of, one_of
from intake.fields import Amount, Day, Doc, Id, Name
from intake.load import IntakeSummary
from intake.merging import Act, plan
from intake.reading import READER, LineReader
from intake.record_type import Kind, Record, RecordType, Reference, Row
from intake.registry import REGISTRY
from intake.rejections import Rejection
from intake.terms import Terms
from intake.types.client import CLIENT as CLIENTS
from intake.types.partner import PARTNER as PARTNERS
from models.database import acquire
from models.rights import API_RIGHTS
from tests.intake.database import CLIENT, MRR, ONE_OF_EACH, PARTNER, REPORT, Fact, load


class Award(Record, tag="award"):
    partner: Annotated[Id, Doc("The partner's external id.")]
    title: Annotated[Name, Doc("What it is called.")]
    given_on: Annotated[Day, Doc("The day.")]
    client: Annotated[Id | None, Doc("The client that it was given by, not before {given_on}.")] = None
    value: Annotated[Amount | None, Doc("What it is worth.", default="1")] = None


def _row(record: Award, _: Terms) -> Row:
    value = Decimal(1) if record.value is None else Decimal(record.value)
    return (record.partner, record.title, record.given_on, record.client, value, len(record.title))


AWARD = RecordType(
    record=Award,
    title="An award.",
    description="An award, given on {given_on}.",
    key=("partner", "title"),
    table="award",
    row=_row,
    derived={"length": "integer"},
    references=(Reference("partner", PARTNERS), Reference("client", CLIENTS)),
    marks=("INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written",),
)
TABLE = """
CREATE TABLE award (
    id bigint GENERATED ALWAYS AS IDENTITY,
    partner_id bigint NOT NULL REFERENCES partner, title text NOT NULL, given_on date NOT NULL,
    client_id bigint REFERENCES client, value numeric NOT NULL, length integer NOT NULL, UNIQUE (partner_id, title)
)"""


class Membership(Record, tag="membership"):
    """Nothing but a key, of which a part may be null."""

    partner: Annotated[Id, Doc("The partner's external id.")]
    client: Annotated[Id | None, Doc("The client's external id.")] = None


MEMBERSHIP = RecordType(
    record=Membership,
    title="A membership.",
    description="A membership.",
    key=("partner", "client"),
    table="membership",
    references=(Reference("partner", PARTNERS), Reference("client", CLIENTS)),
    marks=("INSERT INTO stale_partner (partner_id, with_clients) SELECT partner_id, false FROM written",),
)
MEMBERSHIPS = """
CREATE TABLE membership (
    id bigint GENERATED ALWAYS AS IDENTITY, partner_id bigint NOT NULL REFERENCES partner,
    client_id bigint REFERENCES client, UNIQUE NULLS NOT DISTINCT (partner_id, client_id)
)"""
BEST: Fact = {"type": "award", "partner": "p1", "title": "Best", "given_on": "2018-03-01"}


@pytest.fixture
async def awards(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has awards as a further type, with a table of their own."""
    monkeypatch.setattr("intake.load.READER", LineReader((AWARD, MEMBERSHIP, *REGISTRY)))
    async with acquire() as connection:
        await connection.execute(TABLE)
        await connection.execute(MEMBERSHIPS)


async def fetch(query: str) -> list[tuple[Any, ...]]:
    async with acquire() as connection:
        return [tuple(row) for row in await connection.fetch(query)]


async def found() -> list[tuple[Any, ...]]:
    return await fetch(
        "SELECT p.external_id, title, given_on, c.external_id, value, length FROM award"
        " JOIN partner p ON p.id = partner_id LEFT JOIN client c ON c.id = client_id ORDER BY title"
    )


@pytest.mark.usefixtures("awards")
async def test_a_further_type_is_loaded_with_the_others_in_any_order() -> None:
    dearer = {"title": "Dear", "value": "7.50", "client": "c1"}
    assert await load([BEST | dearer, BEST, CLIENT, PARTNER]) == (IntakeSummary(4, 0, 0), [])
    day = date(2018, 3, 1)
    assert await found() == [("p1", "Best", day, None, 1, 4), ("p1", "Dear", day, "c1", Decimal("7.50"), 4)]


@pytest.mark.usefixtures("awards")
async def test_the_last_line_of_a_key_updates_and_what_changes_nothing_marks_nothing() -> None:
    await load([PARTNER, BEST])
    async with acquire() as connection:
        await connection.execute("DELETE FROM stale_partner")
    assert (await load([BEST, BEST]))[0] == IntakeSummary(0, 2, 0)
    assert await fetch("SELECT FROM stale_partner") == []
    summary, _ = await load([BEST | {"value": "3"}, BEST | {"given_on": "2018-03-02"}])
    assert summary == IntakeSummary(1, 1, 0)
    assert await found() == [("p1", "Best", date(2018, 3, 2), None, 1, 4)]
    assert await fetch("SELECT with_clients FROM stale_partner") == [(False,)]


@pytest.mark.usefixtures("awards")
async def test_a_type_that_is_all_key_is_added_once_and_never_changed() -> None:
    whole: Fact = {"type": "membership", "partner": "p1"}
    of_client = whole | {"client": "c1"}
    assert await load([whole, of_client, PARTNER, CLIENT, whole]) == (IntakeSummary(4, 1, 0), [])
    await fetch("DELETE FROM stale_partner")
    assert await load([of_client, whole | {"client": None}]) == (IntakeSummary(0, 2, 0), [])
    assert await fetch("SELECT FROM stale_partner") == []
    assert await fetch("SELECT count(*), count(client_id) FROM membership") == [(2, 1)]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"partner": "p2"}, "partner", 'no partner has the id "p2"'),
        ({"client": "c1"}, "client", 'no client has the id "c1"'),
        ({"given_on": "soon"}, "given_on", 'not a date (YYYY-MM-DD): "soon"'),
        (
            {"colour": "red"},
            "colour",
            "no such field: a line of type award has partner, title, given_on, client, value",
        ),
        ({"value": 7}, "value", "not a decimal text"),
        ({"title": None}, "title", "not a text of 1 to 1000 characters: null"),
        ({"type": "prize"}, "type", "not one of award, membership, partner, "),
    ],
)
@pytest.mark.usefixtures("awards")
async def test_its_bad_lines_are_refused_as_those_of_any_type(change: Fact, field: str, reason: str) -> None:
    summary, [rejected] = await load([PARTNER, BEST | change, BEST])
    assert summary == IntakeSummary(2, 0, 1)
    assert (rejected.number, rejected.field) == (2, field)
    assert rejected.reason.startswith(reason)
    assert len(await found()) == 1


@pytest.mark.usefixtures("awards")
async def test_its_bad_lines_are_of_no_report() -> None:
    _, rejected = await load([CLIENT, MRR, REPORT, BEST, BEST | {"given_on": "soon"}])
    assert rejected == [
        Rejection(4, "partner", 'no partner has the id "p1"'),
        Rejection(5, "given_on", 'not a date (YYYY-MM-DD): "soon"'),
    ]


def test_it_is_asked_for_by_its_fields_in_camel_case() -> None:
    fact = one_of({AWARD: input_of(AWARD)}, "AnyFact", "One of these.")

    @strawberry.type
    class Query:
        @strawberry.field
        def load(self, fact: fact) -> bool:  # type: ignore[valid-type]
            return fact is not None

    assert '''"""One of these."""
input AnyFact @oneOf {
  """An award."""
  award: AwardFact
}

"""An award, given on givenOn."""
input AwardFact {
  """The partner's external id."""
  partner: String!

  """What it is called."""
  title: String!

  """The day."""
  givenOn: Date!

  """The client that it was given by, not before givenOn."""
  client: String

  """What it is worth."""
  value: Decimal! = "1"
}
''' in strawberry.Schema(Query).as_str()


def subsets() -> Iterator[tuple[Kind, ...]]:
    return (chosen for size in range(len(REGISTRY) + 1) for chosen in combinations(REGISTRY[::-1], size))


def test_types_are_judged_when_what_they_refer_to_is_merged_and_addresses_interned_when_all_are_judged() -> None:
    for kinds in subsets():
        steps = plan(kinds)
        place = {step: number for number, step in enumerate(steps)}
        with_addresses = [kind for kind in kinds if kind.address]
        assert len(place) == len(steps) == 2 * len(kinds) + bool(with_addresses)
        for kind in kinds:
            judged, merged = place[Act.JUDGE, kind], place[Act.MERGE, kind]
            assert judged < merged
            assert all(place[Act.MERGE, other] < judged for other in kind.after if other in kinds)
            if kind in with_addresses:
                assert judged < place[Act.INTERN, None] < merged


def test_every_type_has_an_example_and_a_table_that_the_api_may_add_to() -> None:
    assert {record["type"] for record in ONE_OF_EACH} == {kind.name for kind in READER.types}
    for kind in REGISTRY:
        assert "INSERT" in API_RIGHTS[kind.table]
        assert set(kind.key) <= {field.name for field in kind.fields}
