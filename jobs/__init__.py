"""The ledger of work: a job is a row that is asked for, claimed under a fence and a lease, and brought to an end.

Imports `events` and what is below. Begin with `states.py` (what can become of a job), `requests.py` (asking for it,
cancelling, retrying), `claims.py` (who runs it, by a `lease.py`) and `calendar.py` (what is due by itself); `queue.py`
passes word of jobs over Redis or Valkey.
"""
