"""The log of what happened: written in the transaction that makes it true, numbered in the order of commits.

Imports `models`, `tiers` and `telemetry`. Begin with `outbox.py`; the table is in `models/events.py`, and who reads it
in `api/live`.
"""
