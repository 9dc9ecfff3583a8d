"""The log of what happened: written in the transaction that makes it true, numbered in the order of commits.

Imports `models`, `tiers` and `telemetry`. Begin with `outbox.py` (what is added) and `log.py` (how it is read): by
`api/live` for subscriptions, and by consumers that are not to miss anything (`consumers.py`, `retention.py`). The table
is in `models/events.py`.
"""
