"""PostgreSQL and Valkey out of wheels, in a data directory: for `tierline up`, development and tests.

Begin with `postgres.py` and `valkey.py`; `wheels.py` has what they have in common.
"""
