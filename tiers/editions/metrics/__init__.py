"""What an edition can measure: one dataclass for each kind of metric.

`kinds.py` lists them; how each is computed is in `tiers/metrics.py`.
"""
