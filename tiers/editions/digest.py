"""The digest of what an edition says: equal when and only when its content is, however the file is laid out."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tiers.editions.tables import Table, declared

if TYPE_CHECKING:
    from tiers.editions.edition import Edition


def digest_edition(edition: "Edition") -> str:
    """The digest of an edition's content: 64 hexadecimal digits. Of each edition it is made once.

    Comments, layout, the order of keys, and whether a default is written out make no difference. What is left out is
    no part of it, so that a key which the grammar learns later leaves the digests of older files as they are.
    """
    return edition.digest


def digest_content(table: Table) -> str:
    """The digest of what a table of an edition says."""
    return hashlib.sha256(json.dumps(_content(table), sort_keys=True).encode()).hexdigest()


def _content(value: object) -> object:
    if isinstance(value, Table):
        said = {
            one.key: _content(getattr(value, one.key))
            for one in declared(type(value))
            if one.required or getattr(value, one.key) != one.default
        }
        return {"kind": value.kind, **said} if value.kind else said
    if isinstance(value, Mapping):
        return {key: _content(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_content(item) for item in value]
    if isinstance(value, date | Fraction):
        return str(value)
    return value
