"""Facts in: lines and records are checked, staged and merged, in one transaction a load.

Imports `models`, `tiers` and `telemetry`. Begin with `load_facts` in `load.py`; `registry.py` has the types of records,
each declared in a module of `types/`, and `record_type.py` says of what. docs/import-format.md tells callers.
"""
