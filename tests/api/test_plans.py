"""What is worked out for documents is paid for by who has it done, and never takes more memory than it may."""

from itertools import product

import pytest

from api.execution import documents
from api.execution.limits.prices import REQUEST, price_of_planning, price_of_reading
from api.reading import plans
from models.database import LONGEST_PREPARED, acquire
from tests.api.front import OPERATOR, Api, partner_token
from tests.api.rows import add_partner
from tests.api.test_socket_lifetime import view_of

SWITCHES = 4
GATES = "gates { metric { key } comparison minimum }"
STANDING = f"""asOf soldMrr managedMrr tier {{ key name {GATES} }} nextTier {{ key name {GATES} }}
  gates {{ metric {{ key }} required actual missing passed }}"""


def switched(standings: int) -> str:
    """A document that can be meant in many ways, each of which takes a statement of its own."""
    names = " ".join(f"$v{number}: Boolean!" for number in range(SWITCHES))
    marks = " ".join(f"x{number}: name @include(if: $v{number})" for number in range(SWITCHES))
    body = " ".join(f"a{number}: standing {{ {STANDING} }}" for number in range(standings))
    return f"query ({names}) {{ viewer {{ partner {{ {marks} {body} }} }} }}"


WAYS = [{f"v{number}": one for number, one in enumerate(way)} for way in product((True, False), repeat=SWITCHES)]


def spent(api: Api) -> int:
    """What the partner has spent, and nobody has settled."""
    account = view_of(api).state.budgets.of(("PARTNER", "P-1"))
    return account.cost.size - account.left()["cost"]


@pytest.fixture
async def partner(api: Api) -> str:
    """The token of a partner, whose budget gets nothing back."""
    view_of(api).state.budgets.clock = lambda: 100.0
    await add_partner("P-1")
    return partner_token("P-1")


async def test_each_way_to_mean_a_text_is_paid_for_by_who_is_the_first_to_mean_it(api: Api, partner: str) -> None:
    document = switched(1)
    written: list[int] = []
    before = 0
    for way in (WAYS[0], WAYS[0], WAYS[1], WAYS[1], WAYS[0]):
        cost = (await api.post(partner, document, way)).json()["extensions"]["cost"]
        paid, before = spent(api) - before - REQUEST - cost, spent(api)
        written.append(paid)
    first, *_ = written
    length = 4 * (first - price_of_reading(document))
    assert length > 500
    assert written[1] == written[3] == written[4] == 0
    assert written[2] == pytest.approx(price_of_planning(length), rel=0.2)


async def test_a_statement_that_is_too_long_to_be_kept_by_the_database_is_paid_for_each_time(
    api: Api, partner: str
) -> None:
    document = switched(5)
    for _ in range(2):
        before = spent(api)
        assert "errors" not in (await api.post(partner, document, WAYS[0])).json()
        assert spent(api) - before > price_of_planning(LONGEST_PREPARED)
    async with acquire() as connection:
        kept = await connection.fetchval("SELECT max(length(statement)) FROM pg_prepared_statements")
        assert kept is None or kept <= LONGEST_PREPARED


async def test_plans_are_bounded_in_bytes(api: Api, partner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = switched(1)
    kept = view_of(api).state.plans
    await api.post(partner, document, WAYS[0])
    most = 3 * kept.bytes
    monkeypatch.setattr(plans, "MOST_BYTES", most)
    highest = 0
    for way in WAYS[:8]:  # as many as a budget has room for
        answer = (await api.post(partner, document, way)).json()
        assert set(answer["data"]["viewer"]["partner"]) == {f"x{name[1:]}" for name, on in way.items() if on} | {"a0"}
        highest = max(highest, kept.bytes)
        assert kept.bytes <= most
    assert highest > most / 2


async def test_documents_are_bounded_in_characters(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 500
    monkeypatch.setattr(documents, "MOST_CHARACTERS", most)
    kept = view_of(api).served.documents._known
    for number in range(100):
        await api.ask(OPERATOR, f"{{ a{number}: viewer {{ role }} }}")
        assert sum(map(len, kept)) <= most
    assert len(kept) > 10
