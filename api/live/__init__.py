"""Subscriptions: events are read once a process, rendered once for all who see the same, and sent at each one's pace.

Begin with `feed.py` and `starting.py`; docs/live.md says what is promised, and how it is kept.
"""
