"""What is measured (Prometheus), and what lines of a log belong to. All but `tiers` may use it; it knows none of ours.

Begin with `metrics.py` for numbers and `trace.py` for the names that a line carries.
"""
