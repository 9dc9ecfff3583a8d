"""What must always hold of the stored rows, looked at in snapshots beside whatever is under way; docs/checks.md.

Begin with `registry.py`, which has every check, and `check.py`, which says what one is made of.
"""
