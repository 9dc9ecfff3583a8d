"""The JSON Schema of edition files, by which editors complete and check them while they are written.

It says which keys there are and what each may hold. What several keys must be together only `parse_edition` says.
"""

from tiers.editions.edition import Edition
from tiers.editions.tables import table_schema
from tiers.editions.values import Definitions, Schema


def json_schema() -> Schema:
    """The schema, in draft 7, which editors of TOML know."""
    definitions: Definitions = {}
    root = table_schema(Edition, definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "An edition of a partner program",
        **root,
        "definitions": definitions,
    }
