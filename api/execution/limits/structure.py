"""How many values a JSON text holds, known before any of them is made: reading them takes far more than the text."""

from api.execution.limits.bounds import MAX_VALUES

# As many as there may be values of variables, each with a key and in an object of its own, and what is around them.
MAX_NODES = 3 * MAX_VALUES + 2_000


def is_crowded(text: bytes | bytearray, most: int = MAX_NODES) -> bool:
    """Whether a JSON text has more than `most` values and keys; of what is no JSON, either.

    Of the beginning of a text it tells what is in that. Takes a time in proportion to the text, and little memory: each
    value but the first comes after a bracket, a comma or a colon that stands in no string."""
    if len(text) <= most:
        return False
    # Without escaped backslashes and quotes, what stands between quotes is a string, and every second part is none.
    parts = text.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"', 2 * most + 1)
    outside = b"".join(parts[::2])
    return len(parts) > 2 * most + 1 or sum(map(outside.count, (b"[", b"{", b",", b":"))) >= most
