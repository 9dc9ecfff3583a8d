"""Faults planted into the compiler, each of which the comparison has to find."""

from collections.abc import Callable

import pytest

from api.reading import json_text, pages, rows, selections
from api.reading.json_text import Json
from api.reading.sql import Pieces
from tests.api.reading import Reader
from tests.differential.differences import find_differences
from tests.differential.worlds.world import build_world

DOCUMENTS = 300  # within which each is found
SEED = 3

Plant = Callable[[pytest.MonkeyPatch], None]


def drop_the_scope(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows.Rows, "scope", lambda *_, **__: ())


def order_downwards_as_upwards(patch: pytest.MonkeyPatch) -> None:
    order = pages._Page._order
    patch.setattr(pages._Page, "_order", lambda page, row, **_: order(page, row, ascending=True))


def show_one_row_less(patch: pytest.MonkeyPatch) -> None:
    within = pages._Page._within

    def less(page: pages._Page) -> Pieces:
        return tuple(piece.replace("<=", "<") if isinstance(piece, str) else piece for piece in within(page))

    patch.setattr(pages._Page, "_within", less)


def say_that_a_full_page_goes_on(patch: pytest.MonkeyPatch) -> None:
    more = pages._Page._more

    def as_many(page: pages._Page) -> Pieces:
        return tuple(piece.replace(">", ">=") if isinstance(piece, str) else piece for piece in more(page))

    patch.setattr(pages._Page, "_more", as_many)


def cut_names_as_postgresql_does(patch: pytest.MonkeyPatch) -> None:
    selected = selections.Selected
    patch.setattr(selections, "Selected", lambda key, *rest: selected(key[:63], *rest))


def write_null_as_an_empty_text(patch: pytest.MonkeyPatch) -> None:
    def or_empty(pieces: Pieces) -> Json:
        return (json_text.Expression(("coalesce(", *pieces, ", '\"\"')")),)

    patch.setattr(json_text, "or_null", or_empty)


def forget_cents(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows.Row, "is_money", lambda *_: False)


def drop_the_last_condition(patch: pytest.MonkeyPatch) -> None:
    all_of = rows.all_of
    patch.setattr(pages, "all_of", lambda given, row, conditions: all_of(given, row, conditions[:-1]))


PLANTS: list[Plant] = [
    drop_the_scope,
    order_downwards_as_upwards,
    show_one_row_less,
    say_that_a_full_page_goes_on,
    cut_names_as_postgresql_does,
    write_null_as_an_empty_text,
    forget_cents,
    drop_the_last_condition,
]


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.usefixtures("database")
async def test_a_planted_fault_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    world = await build_world(1)
    plant(monkeypatch)
    assert await find_differences(Reader(world.rules), world, SEED, DOCUMENTS, most=1)
