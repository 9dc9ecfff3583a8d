"""Facts in: lines and records are checked, staged and merged, in one transaction a load.

Imports `models`, `tiers` and `telemetry`. Begin with `load_facts` in `load.py`; `records.py` has the types of records,
`rows.py` their checks, `merging.py` and `sql/` how they get into the tables. docs/import-format.md tells callers.
"""
