"""Measurements beside peers, docs/benchmarks.md: `reads/` of queries, `live/` of subscriptions, `recompute/` of runs."""
