"""Reading an edition file: every problem is told at once, each naming the file, the key and the remedy."""

import re
import tomllib
from typing import Any

from tiers.editions.checks.dates import check_catalogues
from tiers.editions.checks.ladder import check_ladder
from tiers.editions.checks.metrics import check_metrics
from tiers.editions.checks.names import check_names, names_in
from tiers.editions.checks.policy import check_policy
from tiers.editions.edition import Edition
from tiers.editions.problems import Place, UnsoundError
from tiers.editions.tables import read_keys
from tiers.errors import EditionError

MOST_BYTES = 64 * 2**10
"""Of a file; the largest known has a tenth of it."""
MOST_DOTS = 20
_PART = r"""(?:"[^"\n]*+"|'[^'\n]*+'|(?<![\w-])[\w-]++)"""
_DOTTED = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_DOTS + 1}}}")  # reading a key takes the square of its parts


def parse_edition(text: str, source: str) -> Edition:
    """The edition that a file's text describes; `source` names the file.

    Takes a time in proportion to the text, of which there may be MOST_BYTES. Raises EditionError with every problem of
    the file.
    """
    if problem := _unreadable(text):
        raise EditionError(f"{source}: {problem}")
    try:
        file = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditionError(f"{source}: is not TOML: {error}") from None
    if "program" not in file and "managed_split" in file:
        raise EditionError(
            f"{source}: is written as editions were before programs had metrics of their own:"
            ' write it anew, as docs/editions.md says under "A file of the form before"'
        )
    root = Place(source, "", [])
    try:
        edition = Edition(**read_keys(Edition, file, root))
    except UnsoundError as unsound:
        edition = Edition(**_all_keys(unsound.sound))
    names = names_in(file)
    check_names(edition, names, root)
    check_catalogues(edition, root)
    check_metrics(edition, root)
    check_ladder(edition, root)
    if isinstance(file.get("policy"), dict) and edition.policy is not None:
        check_policy(edition, names, root)
    if root.problems:
        raise EditionError(*root.problems)
    return edition


def _unreadable(text: str) -> str | None:
    """Why a text is not even read."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        return f"is not TOML: {error.object[error.start]!a} is no character"
    if size > MOST_BYTES:
        return f"is {size:,} bytes long: an edition file has at most {MOST_BYTES:,}"
    if found := _DOTTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        return f"line {line}: has a key of more than {MOST_DOTS} parts: edition files have keys of few"
    return None


def _all_keys(sound: object) -> dict[str, Any]:
    return sound if isinstance(sound, dict) else {}
