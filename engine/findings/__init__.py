"""What is doubtful in the facts: what a load had no reason to refuse, and is probably not meant; docs/findings.md.

Begin with `kinds.py`, which has every kind, and `finding.py`, which says what one is made of.
"""
