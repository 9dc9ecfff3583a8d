"""A selection over stored rows as one SQL statement that returns its JSON; docs/reading.md follows one query.

Begin with `declared.py` for what a field may say of itself, and `reads.py` for what a root field calls.
"""
