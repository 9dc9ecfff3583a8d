"""Frames that are written here are those of the library that writes all others."""

import pytest
from websockets.frames import Frame, Opcode

from api.http.server import text_frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 2**16 - 1, 2**16, 2**16 + 1])
def test_a_text_of_any_length_is_framed_as_the_protocol_has_it(size: int) -> None:
    text = b"x" * size
    assert text_frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False)


def test_a_text_is_utf_8() -> None:
    text = "Zürich 東京".encode()
    assert text_frame(text) == Frame(Opcode.TEXT, text).serialize(mask=False)
