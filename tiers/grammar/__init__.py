"""Editions as files: what such a file may say, how it is read and checked, and what it makes of a partner's facts.

Imports the standard library and the rest of `tiers`. Begin with `parse_edition` in `parsing.py` and `assess` in
`evaluation/assessment.py`; each table of a file is a dataclass, and `edition.py` has the outermost. docs/editions.md
explains it by examples.
"""
