"""What the tables of an edition must be together: functions that note problems, and change nothing.

Called by `tiers/editions/parsing.py`. What each table must be by itself is said where it is declared.
"""
