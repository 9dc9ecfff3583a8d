"""Digests: short names of contents, equal when and only when what they were made of is equal."""

import hashlib
from dataclasses import fields

from tiers.edition import Edition


def digest_edition(edition: Edition) -> str:
    """The digest of what an edition says, wherever it is written: 64 hexadecimal digits.

    A layout or a comment of its file makes no difference; any value that a rule could look at does.
    """
    said = [(one.name, str(getattr(edition, one.name))) for one in fields(edition) if one.compare]
    return hashlib.sha256(repr(said).encode()).hexdigest()
