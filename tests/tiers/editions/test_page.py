import json

import pytest

from tests.docs.pages import blocks_of
from tests.tiers.editions.editions import EDITIONS, FILES, TEXTS
from tests.tiers.editions.written import PAGE, SCHEMA, written
from tiers.editions.edition import Edition
from tiers.editions.parsing import parse_edition
from tiers.errors import EditionError

WHOLE, *PASSAGES = [block.text for block in blocks_of(PAGE) if block.language == "toml"]


def squeezed(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("path", [PAGE, SCHEMA], ids=lambda path: path.name)
def test_what_is_made_from_the_declarations_is_up_to_date(path: object) -> None:
    """If not: python -m tests.tiers.editions.written."""
    expected = {str(file): text for file, text in written().items()}[str(path)]
    assert expected == (PAGE if path == PAGE else SCHEMA).read_text(encoding="utf-8")


def test_a_key_that_may_be_left_out_says_what_then_holds() -> None:
    page, definitions = PAGE.read_text(encoding="utf-8"), json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    assert "else clients count too whose MRR is pending; left out: true |" in page
    assert "what several terms give together; left out: sum |" in page
    assert definitions["Count"]["properties"]["paying"]["default"] is True
    assert definitions["People"]["properties"]["each_at_least"]["default"] == 1
    assert "default" not in definitions["Count"]["properties"]["description"]


def test_the_whole_file_of_the_page_is_an_edition_with_the_problems_that_the_page_shows() -> None:
    assert parse_edition(WHOLE, "resellers.toml").currency == "EUR"
    wrong = WHOLE.replace('["BROUGHT_IN"]', '["BROUGHT"]').replace("CLIENTS = 20", "CLIENTS = 5")
    with pytest.raises(EditionError) as caught:
        parse_edition(wrong, "resellers.toml")
    (shown,) = (block.text.splitlines() for block in blocks_of(PAGE) if block.text.startswith("resellers.toml: "))
    assert list(caught.value.problems) == shown


@pytest.mark.parametrize("passage", PASSAGES)
def test_each_passage_of_the_page_stands_in_a_file(passage: str) -> None:
    assert any(squeezed(passage) in squeezed(text) for text in TEXTS.values())


@pytest.mark.parametrize("stem", FILES)
def test_a_file_names_the_schema_where_it_is(stem: str) -> None:
    first = TEXTS[stem].splitlines()[0].removeprefix("#:schema ")
    assert (FILES[stem].parent / first).resolve() == SCHEMA


@pytest.mark.parametrize("one", EDITIONS.values(), ids=EDITIONS)
def test_names_of_an_edition_are_what_people_read(one: Edition) -> None:
    names = [metric.name for metric in one.metrics]
    assert len(names) == len(set(names))
