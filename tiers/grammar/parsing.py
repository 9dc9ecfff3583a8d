"""Reading an edition file: every problem is told at once, each naming the file, the key and the remedy."""

import tomllib
from typing import Any

from tiers.grammar.checks.dates import check_catalogues
from tiers.grammar.checks.ladder import check_ladder
from tiers.grammar.checks.metrics import check_metrics
from tiers.grammar.checks.names import check_names, names_in
from tiers.grammar.checks.policy import check_policy
from tiers.grammar.edition import Edition
from tiers.grammar.problems import EditionFileError, Place, UnsoundError
from tiers.grammar.tables import read_keys


def parse_edition(text: str, source: str) -> Edition:
    """The edition that a file's text describes; `source` names the file.

    Raises EditionFileError with every problem of the file.
    """
    try:
        file = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditionFileError(f"{source}: is not TOML: {error}") from None
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
        raise EditionFileError(*root.problems)
    return edition


def _all_keys(sound: object) -> dict[str, Any]:
    return sound if isinstance(sound, dict) else {}
