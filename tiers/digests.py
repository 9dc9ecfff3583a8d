"""Digests: short names of contents, equal when and only when what they were made of is equal."""

import hashlib
from dataclasses import fields

from tiers.program import Program


def digest_program(program: Program) -> str:
    """The digest of what a program says, wherever it is written: 64 hexadecimal digits.

    A layout or a comment of its file makes no difference; any value that a rule could look at does.
    """
    said = [(one.name, str(getattr(program, one.name))) for one in fields(program) if one.compare]
    return hashlib.sha256(repr(said).encode()).hexdigest()
