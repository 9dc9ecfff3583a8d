"""Who asks, and what they may see; docs/access.md says what each role may do.

Begin with `tokens.py` for who somebody is, and `scope.py` for which rows are theirs to see.
"""
