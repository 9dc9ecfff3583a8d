"""The database: tables, migrations, connections, advisory locks, rights. What is done with rows is above it.

Imports `tiers` and `telemetry`. Begin with `database.py` for connections and transactions, `locks.py` for what may not
happen at once, and a table's module (`partners.py`, `standings.py`, ...) for what its columns mean.
"""
