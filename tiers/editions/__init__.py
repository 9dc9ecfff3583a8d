"""Editions as files: those that Tierline comes with, what such a file may say, and how it is read and checked.

Begin with `parse_edition` in `parsing.py`; each table of a file is a dataclass, and `edition.py` has the outermost.
docs/editions.md explains it by examples.
"""
