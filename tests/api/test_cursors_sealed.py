"""Cursors of subscriptions tell nobody how much happens in the installation."""

import base64
import random

import pytest

from api.execution.errors import BadInput
from api.live.cursors import SALT, Cursors, plain_cursor
from models.installation import Installation
from tests.api.front import Api, partner_token
from tests.api.rows import add_partner
from tests.api.watching import JUNE, TIERS, decide, newest
from tests.cursors import CURSORS, INSTALLATION

NUMBERS = [0, 1, 2, 255, 256, 10**6, 2**63 - 1]


def test_a_cursor_stands_for_its_number_and_shows_nothing_of_it() -> None:
    texts = [CURSORS.encode(number) for number in NUMBERS]
    assert [CURSORS.decode(text) for text in texts] == NUMBERS
    assert {len(text) for text in texts} == {39}
    sealed = [base64.urlsafe_b64decode(f"{text}=") for text in texts]
    for one, number in zip(sealed, NUMBERS, strict=True):
        assert number.to_bytes(8) not in one[1 + SALT :]
    assert len({one[-8:-2] for one in sealed}) == len(sealed), "small numbers have nothing in common"


def test_a_salted_cursor_is_another_text_each_time_for_the_same_number() -> None:
    texts = {CURSORS.encode(7, salted=True) for _ in range(20)}
    assert len(texts) == 20
    assert {CURSORS.decode(text) for text in texts} == {7}


def test_a_cursor_that_was_changed_anywhere_is_none() -> None:
    rng = random.Random(1)  # noqa: S311
    sealed = base64.urlsafe_b64decode(f"{CURSORS.encode(1_000, salted=True)}=")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << rng.randrange(8)
        with pytest.raises(BadInput, match="not a cursor"):
            CURSORS.decode(base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("="))


def test_cursors_of_versions_before_stay_good_up_to_the_event_that_was_newest_then() -> None:
    cursors = Cursors(Installation(INSTALLATION.key, 41))
    assert [cursors.decode(plain_cursor(number)) for number in (0, 1, 41)] == [0, 1, 41]
    for text in (plain_cursor(42), plain_cursor(1).rstrip("="), plain_cursor(-1)):
        with pytest.raises(BadInput, match="not a cursor"):
            cursors.decode(text)


async def test_a_partner_cannot_see_by_its_snapshots_that_anything_happened_to_others(api: Api) -> None:
    other = await add_partner("P-2")
    await add_partner("P-1")
    seen = []
    async with api.socket(partner_token("P-1")) as socket:
        for number in range(4):
            if number % 2:
                await decide(other, JUNE, "GOLD", revision=number)
            await socket.subscribe(TIERS, name=str(number))
            seen.append((await socket.next(str(number)))["tierChanges"]["cursor"])
        assert len(set(seen)) == len(seen)
        assert [CURSORS.decode(cursor) for cursor in seen] == [0, 1, 1, await newest()]
        plain = plain_cursor(1)
        await socket.subscribe(TIERS, {"after": plain}, name="guess")
        assert (await socket.error("guess"))[1].startswith("after: not a cursor")
        await socket.subscribe(TIERS, {"after": plain_cursor(99)}, name="guess")
        assert (await socket.error("guess"))[1].startswith("after: not a cursor")
